"""Over-the-air updates of a board, and the flags of System that allow or delay them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from photonsim.photon import led, wasm
from photonsim.photon.codes import (
    EVENT_RESET,
    EVENT_RESET_PENDING,
    EVENT_UPDATE,
    EVENT_UPDATE_PENDING,
    RESET_ENABLED,
    RESET_PENDING,
    RESET_UPDATE,
    UPDATE_ENABLED,
    UPDATE_PENDING,
)
from photonsim.ports import DeviceGone, DeviceRefused

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon

#: An update comes in chunks of 512 bytes; about so long for each.
UPDATE_CHUNK_S = 0.004
#: From the event `reset` to the reset itself.
_RESET_AFTER_S = 0.1

# Parameters of the system event firmware_update (system/inc/system_event.h).
_BEGIN, _COMPLETE, _FAILED = 0, 1, -1

_FLAGS_AT_START = {UPDATE_ENABLED: 1, RESET_ENABLED: 1}


class Updates:
    """What is interrupted or refused leaves the old firmware running."""

    __slots__ = ("_board", "_flags", "active", "stored")

    def __init__(self, board: Photon) -> None:
        self._board = board
        #: A transfer is under way.
        self.active = False
        self._flags: dict[int, int] | None = None
        #: Told the firmware that an update has stored; None where nobody wants to know.
        self.stored: Callable[[wasm.Firmware], None] | None = None

    def reset(self) -> None:
        """The board starts again."""
        self.active, self._flags = False, None

    async def receive(self, firmware: wasm.Firmware, size: int) -> None:
        """Take `size` bytes of an image and store it. Raises DeviceGone, or DeviceRefused when the sketch forbids it."""
        board, run = self._board, self._board.run
        if run is None or not board.online:
            raise DeviceGone(f"device {board.device_id} is not connected")
        if not self.flag(UPDATE_ENABLED, -1):
            self._set(UPDATE_PENDING, 1)
            board.notify(EVENT_UPDATE_PENDING, 0)
            raise DeviceRefused("the sketch has disabled updates (System.disableUpdates())")
        before = board.system_led
        self._begin()
        try:
            await board.clock.sleep(size / 512 * UPDATE_CHUNK_S)
            if run.ended or not board.online:
                raise DeviceGone(f"device {board.device_id} was lost during the update")
        except DeviceGone:
            board.notify(EVENT_UPDATE, _FAILED)
            raise
        finally:
            if not run.ended:
                self.active = False
            if board.system_led is led.UPDATING:
                board.system_led = before
        self.store(firmware)
        if self.flag(RESET_ENABLED, -1):
            self._restart()
        else:
            self._set(RESET_PENDING, 1)
            board.notify(EVENT_RESET_PENDING, 0)

    def begin(self) -> bool:
        """A transfer over the serial port begins; False when the sketch has disabled updates."""
        if not self.flag(UPDATE_ENABLED, -1):
            return False
        self._begin()
        return True

    def _begin(self) -> None:
        self._set(UPDATE_PENDING, 0)
        self._board.system_led = led.UPDATING
        self.active = True
        self._board.notify(EVENT_UPDATE, _BEGIN)

    def store(self, firmware: wasm.Firmware) -> None:
        """From the next start on the board runs this."""
        self._board.firmware = firmware
        if self.stored is not None:
            self.stored(firmware)
        self._board.notify(EVENT_UPDATE, _COMPLETE)

    def fail(self) -> None:
        """What has come is no good: the old firmware stays."""
        self._board.notify(EVENT_UPDATE, _FAILED)

    def _restart(self) -> None:
        self._board.notify(EVENT_RESET, 0)
        self._board.later(_RESET_AFTER_S, lambda: self._board.restart(RESET_UPDATE, graceful=True))

    def flag(self, flag: int, value: int) -> int:
        """Flags of System: reads one when `value` is -1, else sets it. Returns the value now in force."""
        before = (self._flags or {}).get(flag, _FLAGS_AT_START.get(flag, 0))
        if value < 0 or value == before:
            return before
        self._set(flag, value)
        if flag == UPDATE_ENABLED:
            self._board.link.publish_of_system(
                "particle/device/updates/enabled", "true" if value else "false"
            )
        if flag == RESET_ENABLED and value and self.flag(RESET_PENDING, -1):
            self._restart()
        return value

    def _set(self, flag: int, value: int) -> None:
        self._flags = {**(self._flags or {}), flag: value}
