"""What setup remembers between two runs: a small JSON file in the user's configuration folder, without secrets."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs


class StateError(Exception):
    """The file cannot be used; the text says why and what to do."""


def config_folder() -> Path:
    """Where photonlink keeps what it remembers of its user."""
    return Path(platformdirs.user_config_dir("photonlink"))


@dataclass
class RegionState:
    """How far one region is. `checked`: the console's fields were pasted back; `folder`: where it was rendered."""

    redirect_uri: str = ""
    client_id: str = ""
    skill_id: str = ""
    checked: bool = False
    folder: str = ""


@dataclass
class AccountState:
    """What was set up at one cloud. `user` is the Particle account's name."""

    user: str = ""
    regions: dict[str, RegionState] = field(default_factory=dict)


class State:
    """The file. Accounts are kept by the cloud's URL, so that a simulated house and the real cloud never mix."""

    def __init__(self, folder: Path) -> None:
        """Raises StateError."""
        self.path = folder / "setup.json"
        self.accounts = self._read()

    def account(self, api: str) -> AccountState:
        """That of a cloud; a new one where nothing is known."""
        return self.accounts.setdefault(api, AccountState())

    def save(self) -> None:
        """Write it, whole or not at all. Raises StateError."""
        known = {api: asdict(account) for api, account in self.accounts.items() if account != AccountState()}
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            if not known:
                self.path.unlink(missing_ok=True)
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps({"accounts": known}, indent=2) + "\n", encoding="utf-8")
            new.replace(self.path)
        except OSError as error:
            raise StateError(f"{self.path} cannot be written: {error.strerror or error}.") from error

    def _read(self) -> dict[str, AccountState]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            return {
                api: AccountState(
                    account["user"],
                    {name: RegionState(**region) for name, region in account["regions"].items()},
                )
                for api, account in content["accounts"].items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StateError(
                f"{self.path} cannot be read ({type(error).__name__}: {error}). Delete it: setup then asks again, and "
                "finds the clients that it made in your account."
            ) from error
