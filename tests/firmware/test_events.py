"""What the firmware tells the cloud: few events, each with the whole truth."""

from __future__ import annotations

import itertools
import json

import pytest

from photonsim.photon.cloud_link import CloudLink
from photonsim.ports import DeviceEvent

from .conftest import LightsBench


def test_the_first_change_after_a_quiet_second_is_told_at_once(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("light", "kitchen=brightness,40,voice")
        await lights.clock.sleep(0.05)
        assert lights.states_told() == [
            {"kitchen": {"on": 1, "bri": 40, "changed": ["power", "brightness"], "cause": "voice"}}
        ]

    lights.run(scenario())


def test_what_follows_within_a_second_is_told_together_at_its_end(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        began = lights.clock.now()
        for level in range(20, 60, 2):  # a slider
            await lights.call("brightness", f"kitchen={level}")
            await lights.clock.sleep(0.02)
        await lights.call("power", "hall=on")
        assert len(lights.states_told()) == 1
        await lights.clock.sleep(began + 1.1 - lights.clock.now())
        first, second = lights.states_told()
        assert first["kitchen"]["bri"] == 20
        assert second["kitchen"] == {"on": 1, "bri": 58, "changed": ["brightness"], "cause": "cloud"}
        assert second["hall"] == {"on": 1, "changed": ["power"], "cause": "cloud"}
        await lights.clock.sleep(10)
        assert len(lights.states_told()) == 2

    lights.run(scenario())


def test_never_more_than_one_event_a_second(lights: LightsBench) -> None:
    times: list[float] = []
    names: list[str] = []

    class Timed(list[DeviceEvent]):
        def append(self, event: DeviceEvent) -> None:
            times.append(lights.clock.now())
            names.append(event.name)
            super().append(event)

    async def scenario() -> None:
        await lights.power_up()
        lights.cloud.events = Timed()
        for n in range(200):
            await lights.call("brightness", f"kitchen={n % 100}")
            await lights.call("name", f"desk=lamp {n}")
            await lights.clock.sleep(0.05)
        await lights.clock.sleep(5)

    lights.run(scenario())
    assert 8 <= len(times) <= 14
    assert all(later - earlier >= 0.999 for earlier, later in itertools.pairwise(times))
    assert all(one != other for one, other in itertools.pairwise(names)), "states and names in turn"


def test_a_command_that_changes_nothing_costs_no_event(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("power", "kitchen=off")
        await lights.call("light", "kitchen=state")
        await lights.clock.sleep(5)
        assert lights.states_told() == []

    lights.run(scenario())


def test_the_manifest_is_told_once_for_a_new_table_and_after_a_rename(lights: LightsBench) -> None:
    def manifests() -> list[list[object]]:
        return [json.loads(str(e.data)) for e in lights.cloud.events if e.name == "photonlink/lights"]

    async def scenario() -> None:
        lights.board.plug_in()
        await lights.clock.sleep(10)
        assert len(manifests()) == 1
        lights.board.reset()
        await lights.clock.sleep(10)
        assert len(manifests()) == 1, "the same table is not told again"
        await lights.call("name", "kitchen=Stove")
        await lights.clock.sleep(2)
        assert manifests()[-1][1] == ["kitchen", "Stove", "d"]

    lights.run(scenario())


def test_after_a_power_cut_lights_are_as_they_were_and_say_so(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "kitchen=35")
        await lights.call("color", "accent=200,70,90")
        await lights.clock.sleep(6)
        lights.board.unplug()
        lights.board.plug_in()
        await lights.clock.sleep(0.9)
        assert 0 < lights.duty("A5") < 0.5, "the light is back long before the cloud is"
        lights.cloud.events.clear()
        await lights.clock.sleep(10)
        (told,) = lights.states_told()
        assert told["kitchen"]["bri"] == 35
        assert told["accent"]["hsv"] == [200, 70, 90]
        assert {light["cause"] for light in told.values()} == {"restored"}

    lights.run(scenario())


def test_what_changes_while_the_cloud_is_away_is_told_when_it_is_back(lights: LightsBench) -> None:
    async def scenario() -> None:
        lights.board.plug_in()
        await lights.clock.sleep(1.5)  # the firmware runs, the cloud is not there yet
        assert not lights.board.online
        lights.board.press("A0", 0.1)
        await lights.clock.sleep(10)
        last = lights.states_told()[-1]
        assert last["kitchen"]["on"] == 1
        assert last["kitchen"]["cause"] == "button"

    lights.run(scenario())


def test_what_changes_and_changes_back_within_the_second_is_not_told(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("power", "kitchen=on")
        await lights.clock.sleep(0.2)
        await lights.call("power", "hall=on")
        await lights.call("power", "hall=off")
        await lights.clock.sleep(5)
        assert [list(told) for told in lights.states_told()] == [["kitchen"]]

    lights.run(scenario())


def test_events_that_the_board_refuses_are_told_later(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        refused: list[DeviceEvent] = []

        def refuse(_link: CloudLink, event: DeviceEvent) -> int:
            refused.append(event)
            return -200  # Device OS: too many events

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(CloudLink, "publish", refuse)
            await lights.call("brightness", "kitchen=40")
            await lights.call("name", "hall=corridor")
            await lights.clock.sleep(12)
        assert 2 <= len(refused) <= 3, "it waits five seconds before it tries again"
        assert lights.cloud.events == []
        await lights.clock.sleep(7)
        assert sorted(event.name for event in lights.cloud.events) == [
            "photonlink/lights",
            "photonlink/state",
        ]
        (told,) = lights.states_told()
        assert told["kitchen"]["bri"] == 40

    lights.run(scenario())
