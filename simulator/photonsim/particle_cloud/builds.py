"""The compiler's port: whoever builds firmware for the cloud implements it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Build:
    """A firmware image that devices take, and its size in bytes."""

    image: bytes
    text: int = 0
    data: int = 0
    bss: int = 0

    @property
    def size_info(self) -> str:
        """As `arm-none-eabi-size` prints it; particle-cli reads flash and RAM from it."""
        total = self.text + self.data + self.bss
        return (
            "   text\t   data\t    bss\t    dec\t    hex\tfilename\n"
            f"{self.text:7}\t{self.data:7}\t{self.bss:7}\t{total:7}\t{total:7x}\t/workspace/target/workspace.elf\n"
        )


class BuildFailed(Exception):
    """The sources don't compile; `errors` are the compiler's own words, with file and line."""

    def __init__(self, errors: Sequence[str], stdout: str = "") -> None:
        super().__init__("\n".join(errors))
        self.errors, self.stdout = list(errors), stdout


class Builder(Protocol):
    """Compiles a Particle project."""

    async def compile(self, files: Mapping[str, bytes], platform_id: int, version: str) -> Build:
        """Build `files` (by relative path, as sent) for a platform and a Device OS version.

        Raises BuildFailed.
        """
