"""Parts with an SPI bus, to attach to a simulated Photon."""

from __future__ import annotations


class Apa102Strip:
    """A strip of APA102 (DotStar): an `SpiDevice` that never answers.

    Source: APA102 data sheet: a frame of 32 zeros starts, then 111 and 5 bits of brightness, blue, green, red.
    """

    def __init__(self, count: int) -> None:
        """`count` is the number of LEDs, all dark until a frame comes."""
        self._part = b""
        self._started, self._at = False, 0
        self._shown = ["#000000"] * count

    @property
    def pixels(self) -> list[str]:
        """The light of each LED, "#rrggbb", its brightness counted in."""
        return list(self._shown)

    def transfer(self, data: bytes) -> bytes:
        self._part += data
        while len(self._part) >= 4:
            word, self._part = self._part[:4], self._part[4:]
            if word == b"\0\0\0\0":
                self._started, self._at = True, 0
            elif self._started and word[0] >= 0xE0 and self._at < len(self._shown):
                level, (blue, green, red) = word[0] & 0x1F, word[1:]
                light = (round(value * level / 31) for value in (red, green, blue))
                self._shown[self._at] = "#" + "".join(f"{value:02x}" for value in light)
                self._at += 1
        return b"\xff" * len(data)
