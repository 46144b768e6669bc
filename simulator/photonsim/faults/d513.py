"""D513: the key that the cloud has of the first Photon is not its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House


class WrongKey:
    """The handshake fails for ever, until the key is renewed."""

    name = "D513"
    summary = "the cloud has another key of the first Photon, so that its handshake fails"

    async def on(self, house: House) -> None:
        house.photons[0].link.key_refused = True
        await _restart(house)

    async def off(self, house: House) -> None:
        house.photons[0].link.key_refused = False
        await _restart(house)


async def _restart(house: House) -> None:
    house.photons[0].unplug()
    await house.clock.advance(60)
    house.photons[0].plug_in()
    await house.clock.advance(10)


FAULT = WrongKey()
