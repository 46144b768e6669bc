"""Draws the schematics of docs/build-it.md into docs/pictures/. Run it after a change: python scripts/draw_schematics.py"""

from __future__ import annotations

from html import escape
from pathlib import Path

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
INK, FILL, NOTE = "#246", "#eef4fa", "#667"
ROW = 120  # from one channel to the next


class Drawing:
    """A sheet on which parts are put; coordinates are pixels, y goes down."""

    def __init__(self, title: str, width: int, height: int) -> None:
        self._title, self._width, self._height = title, width, height
        self._parts: list[str] = []

    def line(self, *points: tuple[float, float]) -> None:
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self._parts.append(f'<polyline points="{path}"/>')

    def dot(self, x: float, y: float) -> None:
        self._parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="3" fill="{INK}"/>')

    def text(self, x: float, y: float, words: str, anchor: str = "start", color: str = "#123") -> None:
        self._parts.append(
            f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{color}" stroke="none">{escape(words)}</text>'
        )

    def box(self, x: float, y: float, width: float, height: float, *lines: str) -> None:
        self._parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{FILL}"/>'
        )
        for index, words in enumerate(lines):
            self.text(x + width / 2, y + 22 + 17 * index, words, "middle")

    def ground(self, x: float, y: float) -> None:
        for half, down in ((11, 0), (7, 4), (3, 8)):
            self.line((x - half, y + down), (x + half, y + down))

    def supply(self, x: float, y: float, words: str) -> None:
        self.line((x, y), (x, y - 14), (x - 9, y - 14), (x + 9, y - 14))
        self.text(x, y - 20, words, "middle")

    def resistor(self, x: float, y: float, words: str, upright: bool = False) -> None:
        """From (x, y) 50 to the right, or 50 down."""
        if upright:
            self.line((x, y), (x, y + 8))
            self._parts.append(f'<rect x="{x - 7:g}" y="{y + 8:g}" width="14" height="34" fill="#fff"/>')
            self.line((x, y + 42), (x, y + 50))
            self.text(x - 12, y + 30, words, "end")
        else:
            self.line((x, y), (x + 8, y))
            self._parts.append(f'<rect x="{x + 8:g}" y="{y - 7:g}" width="34" height="14" fill="#fff"/>')
            self.line((x + 42, y), (x + 50, y))
            self.text(x + 25, y - 13, words, "middle")

    def led(self, x: float, y: float, words: str) -> None:
        """From its anode at (x, y) 50 down to its cathode."""
        self.line((x, y), (x, y + 16))
        self._parts.append(
            f'<polygon points="{x - 11:g},{y + 16:g} {x + 11:g},{y + 16:g} {x:g},{y + 34:g}" fill="#fff"/>'
        )
        self.line((x - 11, y + 34), (x + 11, y + 34))
        self.line((x, y + 34), (x, y + 50))
        for up in (0, 8):
            self.line((x + 15, y + 22 + up), (x + 27, y + 14 + up))
            self.line((x + 22, y + 14 + up), (x + 27, y + 14 + up), (x + 25, y + 19 + up))
        self.text(x + 36, y + 30, words)

    def mosfet(self, x: float, y: float) -> tuple[float, float]:
        """An N-channel MOSFET with its gate at (x, y); answers where its drain is, its source goes to ground."""
        self.line((x, y), (x + 14, y))
        self.line((x + 14, y - 16), (x + 14, y + 16))
        for middle in (-14, 0, 14):
            self.line((x + 20, y + middle - 5), (x + 20, y + middle + 5))
        self.line((x + 20, y), (x + 40, y), (x + 40, y + 30))
        self._parts.append(
            f'<polygon points="{x + 21:g},{y:g} {x + 29:g},{y - 4:g} {x + 29:g},{y + 4:g}" fill="{INK}"/>'
        )
        self.line((x + 20, y + 14), (x + 40, y + 14))
        self.line((x + 20, y - 14), (x + 40, y - 14), (x + 40, y - 34))
        self.ground(x + 40, y + 30)
        for words, up in (("G", -6), ("D", -20), ("S", 24)):
            self.text(x + (2 if words == "G" else 46 if words == "D" else 54), y + up, words, color=NOTE)
        return x + 40, y - 34

    def photon(self, pins: list[tuple[str, float]], height: float) -> None:
        """The Photon at the left, its pins at x = 130, and its ground."""
        self.box(20, 40, 110, height, "Photon")
        for name, y in pins:
            self.text(122, y + 5, name, "end")
        self.text(75, 40 + height - 10, "GND", "middle")
        self.line((75, 40 + height), (75, 40 + height + 14))
        self.ground(75, 40 + height + 14)

    def svg(self) -> str:
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self._width}" height="{self._height}" '
            f'viewBox="0 0 {self._width} {self._height}" '
            'font-family="system-ui, sans-serif" font-size="14" role="img" aria-labelledby="t">\n'
            f'<title id="t">{escape(self._title)}</title>\n'
            f'<rect width="{self._width}" height="{self._height}" fill="#fff"/>\n'
            f'<g stroke="{INK}" stroke-width="1.6" fill="none" stroke-linejoin="round">\n{body}\n</g>\n</svg>\n'
        )


def led() -> Drawing:
    sheet = Drawing("An LED at pin A5 with a resistor to ground", 400, 230)
    sheet.photon([("A5", 80)], 110)
    sheet.line((130, 80), (170, 80))
    sheet.resistor(170, 80, "150 Ω")
    sheet.line((220, 80), (270, 80), (270, 90))
    sheet.led(270, 90, "red LED")
    sheet.line((270, 140), (270, 164))
    sheet.ground(270, 164)
    return sheet


def strip(title: str, what: str, channels: list[tuple[str, str]]) -> Drawing:
    """Channels (pin, the strip's terminal), each by a MOSFET, at a strip whose plus is common."""
    first = 150
    last = first + ROW * (len(channels) - 1)
    sheet = Drawing(title, 700, last + 130)
    rows = [first + ROW * index for index in range(len(channels))]
    sheet.photon([(pin, y) for (pin, _), y in zip(channels, rows, strict=True)], last + 10)
    for y in rows:
        sheet.line((130, y), (160, y))
        sheet.resistor(160, y, "100 Ω")
        sheet.line((210, y), (290, y))
        sheet.dot(240, y)
        sheet.resistor(240, y, "100 kΩ", upright=True)
        sheet.ground(240, y + 50)
        x, top = sheet.mosfet(290, y)
        sheet.line((x, top), (x, top - 14), (460, top - 14))
    sheet.box(460, 40, 110, last - 10, what)
    for (_, terminal), y in zip(channels, rows, strict=True):
        sheet.text(468, y - 43, terminal)
    sheet.line((570, 90), (630, 90))
    sheet.text(562, 95, "+12 V", "end")
    sheet.supply(630, 90, "+12 V")
    sheet.text(590, 130, "from the", color=NOTE)
    sheet.text(590, 147, "strip's supply;", color=NOTE)
    sheet.text(590, 164, "its minus is", color=NOTE)
    sheet.text(590, 181, "ground here", color=NOTE)
    return sheet


def relay() -> Drawing:
    sheet = Drawing("A relay module at pin D6 that switches a 12 V lamp", 680, 270)
    sheet.photon([("VIN", 100), ("D6", 135)], 150)
    sheet.box(240, 40, 150, 160, "relay module", "(5 V, active-low)")
    for name, y in (("VCC", 100), ("IN", 135), ("GND", 175)):
        sheet.text(248, y + 5, name)
    sheet.line((130, 100), (240, 100))
    sheet.line((130, 135), (240, 135))
    sheet.line((240, 175), (205, 175), (205, 204))
    sheet.ground(205, 204)
    for name, y in (("COM", 100), ("NO", 160)):
        sheet.text(382, y + 5, name, "end")
    sheet.line((390, 100), (450, 100), (450, 74))
    sheet.supply(450, 74, "+12 V")
    sheet.line((390, 160), (480, 160))
    sheet.box(480, 135, 110, 50, "12 V lamp")
    sheet.line((590, 160), (620, 160), (620, 200))
    sheet.text(620, 220, "lamp's minus", "middle")
    sheet.text(645, 250, "+12 V and the lamp's minus are the two ends of the lamp's own supply", "end", NOTE)
    return sheet


def button() -> Drawing:
    sheet = Drawing("A button from pin A0 to ground", 340, 230)
    sheet.photon([("A0", 80)], 110)
    sheet.line((130, 80), (190, 80))
    sheet.dot(190, 80)
    sheet.dot(230, 80)
    sheet.line((186, 66), (234, 66))
    sheet.line((210, 66), (210, 54))
    sheet.line((230, 80), (270, 80), (270, 164))
    sheet.ground(270, 164)
    sheet.text(210, 46, "button", "middle")
    return sheet


def pictures() -> dict[str, str]:
    """Every picture by its file's name; the pins are those of firmware/photon-lights and firmware/tables/rgbw."""
    sheets = {
        "wiring-led": led(),
        "wiring-strip": strip("A dimmable strip at pin A5 by a MOSFET", "LED strip", [("A5", "−")]),
        "wiring-rgb": strip(
            "An RGB strip at D0, D1 and A4 by three MOSFETs",
            "RGB strip",
            [("D0", "R"), ("D1", "G"), ("A4", "B")],
        ),
        "wiring-tunable": strip(
            "A strip of warm and cool white at TX and RX by two MOSFETs",
            "white strip",
            [("TX", "warm"), ("RX", "cool")],
        ),
        "wiring-relay": relay(),
        "wiring-button": button(),
    }
    return {f"{name}.svg": sheet.svg() for name, sheet in sheets.items()}


if __name__ == "__main__":
    for file, content in pictures().items():
        (PICTURES / file).write_text(content, encoding="utf-8")
