"""A board's buttons: SETUP with its clicks and long presses, RESET, and buttons that are wired to pins.

Source: Device OS v2.3.1, system/src/main.cpp; what RESET does with SETUP held is the bootloader's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.photon.codes import (
    EVENT_BUTTON,
    EVENT_CLICK,
    EVENT_FINAL_CLICK,
    RESET_DFU,
    RESET_PIN,
)
from photonsim.photon.pins import PIN_NUMBERS, PINS, interrupt_line

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon
    from photonsim.photon.run import Run

#: The SETUP button, in seconds: shorter presses are ignored, up to CLICK_S they are clicks, LISTEN_S enters listening
#: mode, a release within LEAVE_S leaves it, CLEAR_S clears the credentials.
DEBOUNCE_S, CLICK_S, LISTEN_S, LEAVE_S, CLEAR_S = 0.03, 0.5, 3.0, 8.0, 10.0
#: A click that is followed by none within this time was the last one.
FINAL_CLICK_S = 1.0
MOST_CLICKS = 5
#: RESET with SETUP held, in seconds, as the bootloader counts: safe mode, DFU mode, factory reset, credentials.
HOLD_SAFE_S, HOLD_DFU_S, HOLD_FACTORY_S, HOLD_CLEAR_S = 1.0, 3.0, 6.5, 10.0


class Buttons:
    """Of one board; made when somebody first presses one."""

    __slots__ = ("_board", "_clicks", "_pressed_at")

    def __init__(self, board: Photon) -> None:
        self._board = board
        self._clicks = 0
        self._pressed_at: float | None = None

    def reset(self) -> None:
        """The board starts again. A button that is held stays held."""
        self._clicks = 0

    @property
    def held_ms(self) -> int:
        """For how many milliseconds SETUP has been held; 0 while it is not."""
        return 0 if self._pressed_at is None else round((self._board.clock.now() - self._pressed_at) * 1000)

    def press(self, button: str, seconds: float, hold_setup: float) -> None:
        """See Photon.press(). Raises ValueError for an unknown pin."""
        if button.upper() == "RESET":
            self._reset_holding_setup(hold_setup)
            return
        pin = PIN_NUMBERS.get(button.upper())
        if pin is None:
            raise ValueError(
                f"no pin or button named {button!r}: SETUP, RESET, or one of {', '.join(PIN_NUMBERS)}"
            )
        board = self._board
        if pin == PIN_NUMBERS["SETUP"] and board.run is not None and not self._is_deaf():
            self._setup_pressed(board.run, seconds)
        board.pins.set_input(pin, 0)
        board.clock.call_later(seconds, lambda: board.pins.set_input(pin, None))

    def _is_deaf(self) -> bool:
        """Whether an interrupt of the sketch has taken the line by which the system hears of SETUP."""
        taken = [
            pin
            for pin in sorted(interrupt_line(PIN_NUMBERS["SETUP"]))
            if pin in self._board.pins.interrupts and pin != PIN_NUMBERS["SETUP"]
        ]
        for pin in taken:
            name = PINS[pin].name
            self._board.tell(
                f"the SETUP button does nothing: attachInterrupt({name}, ...) took the interrupt line that it shares with "
                f"{name}. Use another pin"
            )
        return bool(taken)

    def _setup_pressed(self, run: Run, seconds: float) -> None:
        """The SETUP button goes down, and comes up `seconds` later."""
        board = self._board
        self._pressed_at = board.clock.now()
        was_listening = board.listening
        if not was_listening:
            board.notify(EVENT_BUTTON, 0)
            if seconds >= LISTEN_S:
                board.later(LISTEN_S, board.listen)
        elif seconds >= CLEAR_S:
            board.later(CLEAR_S, board.listening_mode.clear_credentials)

        def released() -> None:
            self._pressed_at = None
            if run.ended:
                return
            if was_listening and LISTEN_S <= seconds < LEAVE_S:
                board.leave_listening()
            elif not board.listening:
                board.notify(EVENT_BUTTON, round(seconds * 1000))
                self._clicked(seconds)

        board.clock.call_later(seconds, released)

    def _clicked(self, seconds: float) -> None:
        if seconds < DEBOUNCE_S:
            return
        is_click = seconds < CLICK_S
        if is_click:
            self._clicks += 1
            self._board.notify(EVENT_CLICK, self._clicks)
        clicks = self._clicks

        def last() -> None:
            if clicks and self._clicks == clicks:
                self._clicks = 0
                self._board.notify(EVENT_FINAL_CLICK, clicks)

        if is_click and clicks < MOST_CLICKS:
            self._board.later(FINAL_CLICK_S, last)
        else:
            last()

    def _reset_holding_setup(self, held: float) -> None:
        board = self._board
        if board.run is None:
            return
        if HOLD_DFU_S <= held < HOLD_FACTORY_S:
            board.restart(RESET_DFU, graceful=False)
            return
        if held >= HOLD_CLEAR_S:
            board.station.clear()
        elif held >= HOLD_FACTORY_S:
            board.tell("factory reset: there is no factory image, so nothing changes")
        board.restart(RESET_PIN, graceful=False, safe_mode=HOLD_SAFE_S <= held < HOLD_DFU_S)
