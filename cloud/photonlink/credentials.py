"""Keeping secrets on this machine: in the platform's keyring where it has one, else in a file for its owner alone.

Nothing else of photonlink writes a token, a client's secret or a password anywhere.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

#: Under this name the keyring shows what it keeps for us.
SERVICE = "photonlink"


def token_name(api: str) -> str:
    """Under which name the token of a login at a cloud is kept."""
    return f"{api} token"


def secret_name(api: str, client_id: str) -> str:
    """Under which name the secret of an OAuth client is kept."""
    return f"{api} client {client_id}"


class CredentialsError(Exception):
    """Secrets cannot be kept or read; the text says where and why."""


class Credentials(Protocol):
    """Secrets by name; raises CredentialsError."""

    @property
    def place(self) -> str:
        """Where they are, in the user's words."""

    def get(self, name: str) -> str | None:
        """The secret, if it is kept."""

    def put(self, name: str, secret: str) -> None:
        """Keep it, in the place of an earlier one."""

    def remove(self, name: str) -> None:
        """Forget it; one that is not there is no error."""


class KeyringCredentials:
    """Those of the platform: macOS Keychain, Windows Credential Locker, Secret Service, KWallet."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @property
    def place(self) -> str:
        return f"this computer's keyring ({self._backend.name})"

    def get(self, name: str) -> str | None:
        from keyring.errors import KeyringError

        try:
            return self._backend.get_password(SERVICE, name)
        except KeyringError as error:
            raise self._failed("read", error) from error

    def put(self, name: str, secret: str) -> None:
        from keyring.errors import KeyringError

        try:
            self._backend.set_password(SERVICE, name, secret)
        except KeyringError as error:
            raise self._failed("written", error) from error

    def remove(self, name: str) -> None:
        from keyring.errors import KeyringError

        try:
            if self._backend.get_password(SERVICE, name) is not None:
                self._backend.delete_password(SERVICE, name)
        except KeyringError as error:
            raise self._failed("written", error) from error

    def _failed(self, what: str, error: Exception) -> CredentialsError:
        return CredentialsError(
            f"{self.place} could not be {what} ({type(error).__name__}). Unlock it, or have a file used instead: "
            "PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring"
        )


class FileCredentials:
    """A JSON file with mode 0600, written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def place(self) -> str:
        return f"{self._path} (readable by you alone)"

    def get(self, name: str) -> str | None:
        return self._read().get(name)

    def put(self, name: str, secret: str) -> None:
        self._write({**self._read(), name: secret})

    def remove(self, name: str) -> None:
        kept = self._read()
        if kept.pop(name, None) is None:
            return
        if kept:
            self._write(kept)
        else:
            self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        try:
            if self._path.stat().st_mode & 0o077:
                self._path.chmod(0o600)
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise CredentialsError(
                f"{self._path} cannot be read ({type(error).__name__}). Delete it and log in again."
            ) from error
        if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
            raise CredentialsError(f"{self._path} is damaged. Delete it and log in again.")
        return content

    def _write(self, secrets: dict[str, str]) -> None:
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(secrets, file)
            new.replace(self._path)
        except OSError as error:
            raise CredentialsError(f"{self._path} cannot be written: {error.strerror or error}.") from error


def open_credentials(folder: Path) -> Credentials:
    """The platform's keyring if it has one that works, else a file in `folder`."""
    import keyring

    backend = keyring.get_keyring()
    # Keyring's own measure: from 1 on a backend is fit for use; "fail" and "null" are below.
    if backend.priority >= 1:
        return KeyringCredentials(backend)
    return FileCredentials(folder / "credentials.json")
