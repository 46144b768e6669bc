"""Any sequence of commands leaves a light as a few lines of Python say: what Alexa promises of a light."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photonsim.views import device_view

from .conftest import LightsBench

WHITES = (2200, 2700, 4000, 5500, 7000)
WARMEST, COOLEST = 2000, 9000
KINDS = {"hall": 0, "kitchen": 1, "accent": 2, "desk": 4}


@dataclass(frozen=True)
class Model:
    """What a light should be after what it was told."""

    key: str
    on: bool = False
    level: int = 100
    color: tuple[int, int, int] = (0, 0, 100)
    kelvin: int = 2700

    @property
    def brightness(self) -> int:
        return self.level if self.on else 0

    def told(self, capability: str, value: str) -> Model:
        match capability:
            case "power":
                return replace(self, on=not self.on if value == "toggle" else value == "on")
            case "brightness":
                signed = value[0] in "+-"
                wanted = min(100, max(0, self.brightness + int(value) if signed else int(value)))
                return replace(self, on=wanted > 0, level=wanted or self.level)
            case "color":
                hue, saturation, brightness = map(int, value.split(","))
                return replace(self, on=True, color=(hue, saturation, brightness))
            case _:
                return replace(self, on=True, kelvin=self._kelvin(value))

    def _kelvin(self, value: str) -> int:
        if value == "cooler":
            return next((white for white in WHITES if white > self.kelvin), COOLEST)
        if value == "warmer":
            return next((white for white in reversed(WHITES) if white < self.kelvin), WARMEST)
        return min(COOLEST, max(WARMEST, int(value)))

    def packed(self) -> int:
        if self.key == "accent":
            hue, saturation, value = self.color
            return 1 << 30 | self.brightness << 23 | hue << 14 | saturation << 7 | value
        return self.brightness << 23 | KINDS[self.key] << 20 | (self.kelvin if self.key == "desk" else 0)


percent = st.integers(0, 100)
power = st.tuples(st.just("power"), st.sampled_from(["on", "off", "toggle"]))
brightness = st.tuples(st.just("brightness"), percent.map(str) | st.integers(-100, 100).map("{:+d}".format))
color = st.tuples(
    st.just("color"), st.tuples(st.integers(0, 360), percent, percent).map(lambda c: ",".join(map(str, c)))
)
temperature = st.tuples(
    st.just("temperature"), st.sampled_from(["warmer", "cooler"]) | st.integers(1000, 10000).map(str)
)
commands = st.lists(
    st.one_of(
        st.tuples(st.just("hall"), power),
        st.tuples(st.just("kitchen"), power | brightness),
        st.tuples(st.just("accent"), power | brightness | color),
        st.tuples(st.just("desk"), power | brightness | temperature),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(commands=commands, pauses=st.lists(st.sampled_from([0.0, 0.01, 0.3, 7.0]), min_size=30, max_size=30))
def test_any_sequence_of_commands(commands: list[tuple[str, tuple[str, str]]], pauses: list[float]) -> None:
    lights = LightsBench()
    models = {key: Model(key) for key in KINDS}

    async def scenario() -> None:
        await lights.power_up()
        for (key, (capability, value)), pause in zip(commands, pauses, strict=False):
            models[key] = models[key].told(capability, value)
            packed = await lights.call("light", f"{key}={capability},{value},voice")
            assert packed == models[key].packed(), (key, capability, value)
            await lights.clock.sleep(pause)
        await lights.clock.sleep(6)
        await agree()
        lights.board.unplug()
        await lights.power_up()
        await agree()

    async def agree() -> None:
        for light in await lights.lights():
            model = models[light.key]
            assert await lights.call("light", f"{light.key}=state") == model.packed()
            view = device_view(light, lights.board.pins.duty)
            assert view is not None
            assert view["power"] == ("ON" if model.on else "OFF")
            if light.key != "hall":
                assert view["brightness"] == model.brightness
            if light.key == "desk" and model.on:
                assert view["kelvin"] == pytest.approx(model.kelvin, rel=0.03 if model.level < 5 else 0.01)
            if light.key == "accent" and model.level >= 20 and model.on:
                hue, saturation, _ = model.color
                emitted = view["color"]
                assert isinstance(emitted, dict)
                wanted = colorsys.hsv_to_rgb(hue / 360, saturation / 100, 1)
                shown = colorsys.hsv_to_rgb(emitted["hue"] / 360, emitted["saturation"], 1)
                assert shown == pytest.approx(wanted, abs=0.02)

    lights.run(scenario())
