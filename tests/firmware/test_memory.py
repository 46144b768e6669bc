"""EEPROM: what is kept, how rarely it is written, and what damage does."""

from __future__ import annotations

from photonsim.photon.build import built_firmware
from photonsim.photon.photon import load_firmware

from .conftest import LightsBench

DAY = 86_400.0


def test_a_slider_writes_nothing_until_it_has_been_quiet_for_five_seconds(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("brightness", "kitchen=5")  # the first write of a record has its key and name too
        await lights.clock.sleep(6)
        before = lights.board.eeprom.writes
        for n in range(300):
            await lights.call("brightness", f"kitchen={n % 100 + 1}")
            await lights.clock.sleep(0.5)
        assert lights.board.eeprom.writes == before
        await lights.clock.sleep(5)
        written = lights.board.eeprom.writes - before
        assert 0 < written < 12, "only the bytes that changed"
        await lights.clock.sleep(3600)
        assert lights.board.eeprom.writes - before == written

    lights.run(scenario())


def test_a_change_and_back_within_the_quiet_while_wears_nothing(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("power", "hall=on")
        await lights.clock.sleep(6)
        before = lights.board.eeprom.writes
        await lights.call("power", "hall=off")
        await lights.call("power", "hall=on")
        await lights.clock.sleep(10)
        assert lights.board.eeprom.writes == before

    lights.run(scenario())


def test_damaged_records_fall_back_to_the_table(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.call("name", "kitchen=Stove")
        await lights.call("brightness", "hall=1")
        lights.board.unplug()
        content = bytearray(lights.board.eeprom.content)
        at = content.index(b"Stove")
        content[at] ^= 0x20
        other = lights.photon(load_firmware(built_firmware()), eeprom=bytes(content))
        other.plug_in()
        await lights.clock.sleep(10)
        assert '"kitchen light"' in str(await other.read_variable("lights"))
        assert other.panicked is None

    lights.run(scenario())


def test_an_eeprom_full_of_something_else_is_taken_over(lights: LightsBench) -> None:
    async def scenario() -> None:
        for content in (b"\x00" * 2048, bytes(range(256)) * 8, b"PKNL" + b"\xff" * 2044):
            board = lights.photon(load_firmware(built_firmware()), eeprom=content)
            board.plug_in()
            await lights.clock.sleep(10)
            assert board.panicked is None
            assert await board.call_function("light", "kitchen=state") == 1 << 20
            board.unplug()

    lights.run(scenario())


def test_the_clock_of_49_days_wraps_without_a_trace(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        wrap = 2**32 / 1000 - lights.board.uptime_us() / 1e6
        await lights.clock.advance(wrap - 0.2)
        await lights.call("brightness", "kitchen=80")  # a fade, an event and a write across the wrap
        await lights.clock.sleep(0.5)
        assert lights.duty("A5") > 0.5
        before = lights.board.eeprom.writes
        await lights.clock.sleep(6)
        assert lights.board.eeprom.writes > before
        assert lights.states_told()[-1]["kitchen"]["bri"] == 80

    lights.run(scenario())


def test_an_idle_photon_asks_for_no_time_at_all(lights: LightsBench) -> None:
    async def scenario() -> None:
        await lights.power_up()
        await lights.clock.advance(91 * DAY)
        assert lights.summaries("skipped") == []
        assert lights.board.uptime_us() > 91 * DAY * 1e6

    lights.run(scenario())
