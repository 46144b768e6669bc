"""What can go wrong in the cloud's model, free of the wire: each endpoint words it as the real cloud does."""

from __future__ import annotations


class CloudError(Exception):
    """Base of all refusals by the model."""


class NoSuchDevice(CloudError):
    """No device of this id or name belongs to the account."""


class DeviceDoesNotExist(CloudError):
    """No device of this id was ever made."""


class DeviceBelongsToSomebodyElse(CloudError):
    """A claim of another account's device."""


class DeviceOffline(CloudError):
    """The cloud knows that the device is not connected."""


class DeviceTimedOut(CloudError):
    """The device should be there, and did not answer in time."""


class UpdateRefused(CloudError):
    """The device answered that it will not take the update."""


class UnknownFunction(CloudError):
    """The device described no function of this name."""


class UnknownVariable(CloudError):
    """The device described no variable of this name."""


class OperationsUsedUp(CloudError):
    """The account's data operations of this month are used up."""


class NoSuchClient(CloudError):
    """No OAuth client of this id belongs to the account."""


class NoSuchWebhook(CloudError):
    """No webhook of this id belongs to the account."""


class UserExists(CloudError):
    """The username is taken."""


class Invalid(CloudError):
    """A value that the model refuses; the text says which and why."""


class StateUnusable(CloudError):
    """The state file cannot be opened, or was written by a newer version."""
