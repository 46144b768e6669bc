"""What Alexa says. Amazon does not publish its sentences; these are as users report them."""

from __future__ import annotations

from photonsim.alexa_service.model import Exchange

OK = "OK"
NOT_UNDERSTOOD = "Sorry, I don't know that one."
LINK_FIRST = "Link the skill in the Alexa app first."
NOT_LINKED = f"I couldn't find any devices. {LINK_FIRST}"
SKILL_FAILED = "There was a problem with the requested skill's response."
RELINK = "Please re-link your account in the Alexa app."

_SENTENCES = {
    "ENDPOINT_UNREACHABLE": "Sorry, {name} isn't responding. Please check its network connection and power supply.",
    "BRIDGE_UNREACHABLE": "Sorry, the hub {name} is connected to isn't responding. Please check its network connection and power supply.",
    "NO_SUCH_ENDPOINT": "Sorry, I couldn't find {name}.",
    "INVALID_VALUE": "Sorry, I can't set {name} to that value.",
    "INVALID_DIRECTIVE": "Sorry, {name} doesn't support that.",
    "EXPIRED_AUTHORIZATION_CREDENTIAL": RELINK,
    "INVALID_AUTHORIZATION_CREDENTIAL": RELINK,
    "INSUFFICIENT_PERMISSIONS": "Sorry, I don't have permission to control {name}.",
    "INTERNAL_ERROR": "Sorry, {name} is malfunctioning.",
    "HARDWARE_MALFUNCTION": "Sorry, {name} is malfunctioning.",
    "FIRMWARE_OUT_OF_DATE": "Sorry, {name} needs a firmware update.",
    "NOT_SUPPORTED_IN_CURRENT_MODE": "Sorry, {name} can't do that in its current mode.",
    "RATE_LIMIT_EXCEEDED": "Sorry, {name} has had too many requests. Please try again later.",
    "ENDPOINT_BUSY": "Sorry, {name} is busy.",
}
#: What a directive sets, by a part of its name; brightness is what is left.
_SET = {"ColorTemperature": "color temperature", "Color": "color"}
_NOT_RESPONDING = _SENTENCES["ENDPOINT_UNREACHABLE"]


def cannot_find(name: str) -> str:
    return f"Sorry, I couldn't find a device or group named {name}."


def not_supported(name: str) -> str:
    return f"Sorry, {name} doesn't support that."


def ambiguous(name: str) -> str:
    return f"A few things share the name {name}, which one did you want?"


def out_of_range(directive: str, low: float, high: float) -> str:
    """`directive`: the name of what was asked for, in version 3 or 2."""
    what = next((words for part, words in _SET.items() if part in directive), "brightness")
    return f"Sorry, I can only set the {what} between {low:g} and {high:g}."


def of_error(exchange: Exchange, name: str) -> str:
    """The sentence for an exchange that failed. A message that breaks the rules sounds like a device that is away."""
    valid = exchange.payload.get("validRange")
    if exchange.error == "VALUE_OUT_OF_RANGE":
        if isinstance(valid, dict):
            asked = exchange.request.get("directive", exchange.request)["header"]["name"]
            return out_of_range(asked, valid.get("minimumValue", 0), valid.get("maximumValue", 100))
        return f"Sorry, that value is out of range for {name}."
    return _SENTENCES.get(str(exchange.error), _NOT_RESPONDING).format(name=name)
