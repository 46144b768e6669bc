"""Where secrets are kept."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from photonlink.credentials import CredentialsError, FileCredentials, KeyringCredentials, open_credentials


class Keychain(keyring.backend.KeyringBackend):
    """A keyring in memory, fit for use."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Keychain):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("no")

    set_password = get_password  # type: ignore[assignment]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_platforms_keyring_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = Keychain()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    credentials = open_credentials(tmp_path)
    credentials.put("a token", "5ec7e7")
    assert backend.kept == {("photonlink", "a token"): "5ec7e7"}
    assert credentials.get("a token") == "5ec7e7"
    credentials.remove("a token")
    credentials.remove("a token")
    assert credentials.get("a token") is None
    assert list(tmp_path.iterdir()) == []


def test_without_a_keyring_a_file_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    credentials = open_credentials(tmp_path / "new")
    credentials.put("a token", "5ec7e7")
    assert str(tmp_path / "new" / "credentials.json") in credentials.place
    assert open_credentials(tmp_path / "new").get("a token") == "5ec7e7"


def test_a_locked_keyring_says_what_to_do_and_not_what_was_to_be_kept() -> None:
    with pytest.raises(CredentialsError, match="Unlock it") as caught:
        KeyringCredentials(Locked()).get("a token")
    assert "5ec7e7" not in str(caught.value)


def test_the_file_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    before = os.umask(0)
    try:
        FileCredentials(path).put("a token", "5ec7e7")
    finally:
        os.umask(before)
    assert mode(path) == 0o600


def test_a_file_that_others_may_read_is_closed_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    FileCredentials(path).put("a token", "5ec7e7")
    path.chmod(0o644)
    assert FileCredentials(path).get("a token") == "5ec7e7"
    assert mode(path) == 0o600


def test_the_file_goes_with_its_last_secret(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    credentials = FileCredentials(path)
    credentials.put("one", "1")
    credentials.put("two", "2")
    credentials.remove("one")
    assert (credentials.get("one"), credentials.get("two")) == (None, "2")
    credentials.remove("two")
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b"\xff"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "credentials.json"
    path.write_bytes(content)
    with pytest.raises(CredentialsError, match=r"credentials\.json"):
        FileCredentials(path).get("a token")
