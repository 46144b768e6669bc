"""The operations on Wi-Fi and cloud that a sketch may ask for: `photon_cloud()` of device_os/photon_host.h."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from photonsim.photon import led

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon


def operate(board: Photon, operation: int) -> int:
    """Do an operation by its number: its answer, mostly 1 for yes and 0 for no."""
    return _OPERATIONS[operation](board)


def _connected(board: Photon) -> int:
    return int(board.online)


def _connect(board: Photon) -> int:
    if not board.link.wanted:
        board.link.want()
    return 1


def _disconnect(board: Photon) -> int:
    board.link.wanted = False
    board.system_led = led.NETWORK_CONNECTED if board.station.ready else led.NETWORK_OFF
    board.link.disconnect(graceful=True, reason="the sketch disconnected")
    return 1


def _sync_time(board: Photon) -> int:
    if board.online:
        board.set_rtc(board.clock.now())
    return int(board.online)


def _wifi_ready(board: Photon) -> int:
    return int(board.station.ready)


def _wifi_connect(board: Photon) -> int:
    if not board.station.ready:
        board.station.connect()
    return 1


def _wifi_off(board: Photon) -> int:
    board.link.wanted = board.station.ready = False
    board.system_led = led.NETWORK_OFF
    board.link.disconnect(graceful=True, reason="the sketch switched Wi-Fi off")
    return 1


def _listen(board: Photon) -> int:
    board.listen()
    return 1


def _listening(board: Photon) -> int:
    return int(board.listening)


def _leave_listening(board: Photon) -> int:
    board.leave_listening()
    return 1


def _has_credentials(board: Photon) -> int:
    return int(bool(board.station.credentials))


def _clear_credentials(board: Photon) -> int:
    board.station.clear()
    return 1


_OPERATIONS: dict[int, Callable[[Photon], int]] = {
    0: _connected,
    1: _connect,
    2: _disconnect,
    3: _sync_time,
    4: _wifi_ready,
    5: _wifi_connect,
    6: _wifi_off,
    20: _listen,
    21: _listening,
    22: _leave_listening,
    23: _has_credentials,
    24: _clear_credentials,
}
