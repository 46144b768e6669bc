"""The operations on Wi-Fi and cloud that a sketch may ask for: `photon_cloud()` of device_os/photon_host.h."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon


def operate(board: Photon, operation: int) -> int:
    """Do an operation by its number: its answer, mostly 1 for yes and 0 for no."""
    return _OPERATIONS[operation](board)


def _connected(board: Photon) -> int:
    return int(board.online)


def _connect(board: Photon) -> int:
    if not board.link.wanted or not board.station.on:
        board.link.want()
    return 1


def _disconnect(board: Photon) -> int:
    board.link.unwant()
    return 1


def _sync_time(board: Photon) -> int:
    if board.online:
        board.link.sync_time()
    return int(board.online)


def _wifi_ready(board: Photon) -> int:
    return int(board.station.ready)


def _wifi_connect(board: Photon) -> int:
    if not board.station.ready:
        board.station.connect()
    return 1


def _wifi_connect_only(board: Photon) -> int:
    if not board.station.ready:
        board.station.connect(may_listen=False)
    return 1


def _wifi_connecting(board: Photon) -> int:
    return int(board.station.connecting)


def _wifi_is_on(board: Photon) -> int:
    return int(board.station.on)


def _wifi_disconnect(board: Photon) -> int:
    board.station.disconnect()
    return 1


def _wifi_on(board: Photon) -> int:
    board.station.switch_on()
    return 1


def _wifi_off(board: Photon) -> int:
    board.station.switch_off("the sketch switched Wi-Fi off")
    return 1


def _listen(board: Photon) -> int:
    board.listening_mode.wish()
    return 1


def _listening(board: Photon) -> int:
    return int(board.listening or board.listening_mode.wished)


def _leave_listening(board: Photon) -> int:
    board.leave_listening()
    return 1


def _has_credentials(board: Photon) -> int:
    return int(bool(board.station.credentials))


def _clear_credentials(board: Photon) -> int:
    board.station.clear()
    return 1


def _system_busy_ms(board: Photon) -> int:
    assert board.run is not None
    board.link.background_ran()
    return board.run.busy_ms


_OPERATIONS: dict[int, Callable[[Photon], int]] = {
    0: _connected,
    1: _connect,
    2: _disconnect,
    3: _sync_time,
    4: _wifi_ready,
    5: _wifi_connect,
    6: _wifi_disconnect,
    7: _wifi_on,
    8: _wifi_off,
    9: _wifi_connecting,
    10: _wifi_connect_only,
    11: _system_busy_ms,
    12: _wifi_is_on,
    20: _listen,
    21: _listening,
    22: _leave_listening,
    23: _has_credentials,
    24: _clear_credentials,
}
