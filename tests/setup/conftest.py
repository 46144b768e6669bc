"""A simulated account, and the commands run in-process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from photonlink.cli.main import photonlink
from photonsim.pytest_plugin import open_house
from photonsim.sync_house import ParticleAccess, SyncHouse


@pytest.fixture
def house() -> Iterator[SyncHouse]:
    """A linked house."""
    with open_house() as opened:
        yield opened


class Commands:
    """`photonlink` with the house's cloud, and with a configuration folder of its own."""

    def __init__(self, particle: ParticleAccess, folder: Path) -> None:
        self.particle, self.folder = particle, folder
        self.config = folder / "config" / "photonlink"

    def __call__(self, *arguments: str, answers: str = "") -> Result:
        return CliRunner().invoke(photonlink, [*arguments, "--api", self.particle.base_url], input=answers)

    @property
    def login(self) -> str:
        """What is typed to log in."""
        return f"{self.particle.user}\n{self.particle.password}\n"


@pytest.fixture
def run(house: SyncHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.chdir(tmp_path)
    import keyring.backends.fail

    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    return Commands(house.particle, tmp_path)
