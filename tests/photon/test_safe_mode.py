"""Safe mode: firmware that was built for a newer Device OS than the board has."""

from __future__ import annotations

from photonsim.photon.build import built_firmware
from photonsim.photon.photon import load_firmware

from .conftest import Bench


def test_firmware_that_needs_a_newer_system_is_not_started() -> None:
    bench = Bench()

    async def scenario() -> None:
        board = bench.photon(load_firmware(built_firmware()))
        board.change_system("1.5.2")
        board.plug_in()
        await bench.clock.sleep(10)
        assert board.in_safe_mode
        assert board.online
        assert board.status_led.as_json() | {"meaning": ""} == {
            "color": "#ff00ff",
            "pattern": "breathe",
            "period_ms": 4000,
            "meaning": "",
        }
        assert (list(board.functions), dict(board.variables)) == ([], {})
        assert await board.ping()
        assert "spark/status/safe-mode" in [event.name for event in bench.cloud.events]
        board.unplug()
        board.change_system("2.3.1")
        board.plug_in()
        await bench.clock.sleep(10)
        assert not board.in_safe_mode
        assert "light" in board.functions

    bench.run(scenario())
