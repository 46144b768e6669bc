"""T206: somebody linked with another Particle account."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class OtherAccount:
    """The browser was still logged in as somebody who owns no Photons."""

    name = "T206"
    summary = "Alexa is linked to another Particle account than the one that owns the Photons"

    async def on(self, house: House) -> None:
        house.particle.add_user(_USER, _PASSWORD)
        await house.alexa.unlink()
        await house.alexa.link(_USER, _PASSWORD)

    async def off(self, house: House) -> None:
        await house.alexa.unlink()
        await house.link()


_USER, _PASSWORD = "bob@example.com", "a password of somebody else"
FAULT = OtherAccount()
