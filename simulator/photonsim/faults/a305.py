"""A305: an old skill speaks version 2, and the function was written for version 3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photonsim.house import House


def _version_3_only(event: Any, run: Callable[[], Any]) -> Any:
    if "directive" not in event:
        raise KeyError("directive")
    return run()


class OldSkill:
    """Our own handler answers both versions, so that this takes another one, too."""

    name = "A305"
    summary = "the skill's payload version is 2, and the function answers version 3 only"

    async def on(self, house: House) -> None:
        house.manifest = replace(house.manifest, payload_version="2")
        house.lambda_.deploy(_version_3_only)
        await house.alexa.unlink()
        await house.link()

    async def off(self, house: House) -> None:
        house.manifest = replace(house.manifest, payload_version="3")
        house.lambda_.deploy(None)
        await house.alexa.unlink()
        await house.link()


FAULT = OldSkill()
