"""The status LED: the system's signals, what a sketch puts over them, and who hears of its changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon import led
from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

SKETCH = r"""
SYSTEM_THREAD(ENABLED);
LEDStatus background(RGB_COLOR_ORANGE, LED_PATTERN_SOLID, LED_PRIORITY_BACKGROUND);
LEDStatus fade(RGB_COLOR_RED, LED_PATTERN_FADE, LED_SPEED_SLOW);
LEDStatus blink(0x123456, LED_PATTERN_BLINK, 700, LED_PRIORITY_NORMAL);
LEDStatus critical(RGB_COLOR_BLUE, LED_PRIORITY_CRITICAL);
struct Police : LEDStatus {
    Police() : LEDStatus(LED_PATTERN_CUSTOM) {}
    unsigned passed = 0;
    void update(system_tick_t ticks) override { passed += ticks; setColor(passed % 1000 < 500 ? RGB_COLOR_RED : RGB_COLOR_BLUE); }
} police;
int changes = 0, brightest = 0, darkest = 255;
void changed(uint8_t, uint8_t g, uint8_t b) { ++changes; if (b > brightest) brightest = b; if (b < darkest) darkest = b; }

int act(String how) {
    if (how == "background") background.setActive();
    if (how == "fade") fade.setActive();
    if (how == "fade off") fade.setActive(false);
    if (how == "blink") blink.setActive();
    if (how == "dark") fade.off();
    if (how == "light") fade.on();
    if (how == "critical") critical.setActive();
    if (how == "police") police.setActive();
    if (how == "watch") RGB.onChange(changed);
    if (how == "changes") return changes;
    if (how == "range") return brightest * 1000 + darkest;
    if (how == "mirror") { RGB.mirrorTo(A4, A5, A7); RGB.control(true); RGB.brightness(255); RGB.color(255, 128, 0); }
    if (how == "spill") { RGB.control(true); RGB.color(0, 256, 0); }
    if (how == "give back") { RGB.control(false); }
    if (how == "uncontrolled") { RGB.color(255, 0, 0); return RGB.controlled(); }
    if (how == "theme") {
        LEDSystemTheme theme;
        if (theme.color(LED_SIGNAL_CLOUD_CONNECTED) != RGB_COLOR_CYAN || theme.period(LED_SIGNAL_CLOUD_CONNECTED) != 4000) return -1;
        theme.setSignal(LED_SIGNAL_CLOUD_CONNECTED, 0x00FF7F00, LED_PATTERN_BLINK, LED_SPEED_SLOW);
        theme.apply(true);
    }
    if (how == "default") LEDSystemTheme::restoreDefault();
    return 1;
}
void setup() { Particle.function("act", act); }
"""


def shown(bench: Bench, firmware: Firmware, *ways: str) -> list[tuple[str, str, int]]:
    """Colour, pattern and period after each of `ways`."""
    board = bench.photon(firmware)
    seen = []

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        for way in ways:
            assert await board.call_function("act", way) == 1
            await bench.clock.sleep(0.1)
            signal = board.status_led
            seen.append((signal.color, signal.pattern, signal.period_ms))

    bench.run(scenario())
    return seen


def test_an_led_status_is_shown_by_its_priority(bench: Bench, sketch: Sketch) -> None:
    cyan = ("#00ffff", "breathe", 4000)
    assert shown(
        bench, sketch(SKETCH), "background", "fade", "blink", "fade", "dark", "light", "critical", "fade off"
    ) == [
        cyan,  # of equal priority: the system wins
        ("#ff0000", "breathe", 8000),
        ("#123456", "blink", 700),  # the newest of equals
        ("#ff0000", "breathe", 8000),  # activated again
        ("#000000", "breathe", 8000),
        ("#ff0000", "breathe", 8000),
        ("#0000ff", "solid", 0),
        ("#0000ff", "solid", 0),
    ]


def test_rgb_is_over_everything_and_gives_the_led_back(bench: Bench, sketch: Sketch) -> None:
    assert shown(bench, sketch(SKETCH), "critical", "spill", "give back") == [
        ("#0000ff", "solid", 0),
        ("#010000", "solid", 0),  # 256 spills into the next component
        ("#0000ff", "solid", 0),
    ]


def test_a_theme_changes_the_systems_signals_and_can_be_saved(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "theme") == 1
        board.reset()
        await bench.clock.sleep(10)
        signal = board.status_led
        assert (signal.color, signal.pattern, signal.period_ms) == ("#ff7f00", "blink", 500)
        await board.call_function("act", "default")
        assert board.status_led == led.CLOUD_CONNECTED

    bench.run(scenario())


def test_a_custom_pattern_is_updated(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        await board.call_function("act", "police")
        colors = set()
        for _ in range(20):
            await bench.clock.sleep(0.1)
            colors.add(board.status_led.color)
        assert colors == {"#ff0000", "#0000ff"}

    bench.run(scenario())


def test_on_change_hears_the_breathing_with_the_brightness_of_96(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        await board.call_function("act", "watch")
        await bench.clock.sleep(8)
        changes = await board.call_function("act", "changes")
        assert 150 <= changes <= 320  # every 25 ms, where the rounded colour differs
        brightest, darkest = divmod(await board.call_function("act", "range"), 1000)
        assert 93 <= brightest <= 96
        assert darkest <= 2

    bench.run(scenario())


def test_pins_mirror_the_led(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        await board.call_function("act", "mirror")
        await bench.clock.sleep(0.1)
        assert [board.pins.views()[pin]["pwm"] for pin in ("A4", "A5", "A7")] == [254, 127, 0]
        assert await board.call_function("act", "give back") == 1
        assert await board.call_function("act", "uncontrolled") == 0

    bench.run(scenario())


@pytest.mark.parametrize(
    ("signal", "ms", "color"),
    [
        (led.CLOUD_CONNECTING, 0, (0, 255, 255)),
        (led.CLOUD_CONNECTING, 99, (0, 255, 255)),
        (led.CLOUD_CONNECTING, 100, (0, 0, 0)),
        (led.CLOUD_CONNECTING, 200, (0, 255, 255)),
        (led.CLOUD_CONNECTED, 0, (0, 254, 254)),
        (led.CLOUD_CONNECTED, 1000, (0, 127, 127)),
        (led.CLOUD_CONNECTED, 2000, (0, 0, 0)),
        (led.CLOUD_CONNECTED, 3000, (0, 127, 127)),
        (led.BOOTING, 12_345, (254, 254, 254)),
    ],
)
def test_a_pattern_at_a_moment(signal: led.LedSignal, ms: int, color: tuple[int, int, int]) -> None:
    assert signal.color_at(ms, 255) == pytest.approx(color, abs=1)
