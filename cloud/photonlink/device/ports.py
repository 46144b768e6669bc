"""Finding the serial port of a Photon."""

from __future__ import annotations

from serial.tools import list_ports

#: USB ids of a Photon's serial port (Device OS, hal/src/photon: USBD_VID_SPARK, USBD_PID_CDC).
VENDOR, PRODUCT = 0x2B04, 0xC006


class NoPort(Exception):
    """There is no port to talk to, or too many; the text says what to do."""


def usb_ports() -> list[str]:
    """The ports of all Photons on USB."""
    return sorted(port.device for port in list_ports.comports() if (port.vid, port.pid) == (VENDOR, PRODUCT))


def the_port(given: str | None, simulated: list[str]) -> str:
    """The port that is meant: the one given, else the only Photon on USB or, without one, in the running house.

    Raises NoPort.
    """
    if given:
        return given
    found = usb_ports() or simulated
    if len(found) == 1:
        return found[0]
    if found:
        raise NoPort(f"There are several Photons: {', '.join(found)}. Name one with --port.")
    raise NoPort(
        "No Photon was found on USB, and no simulated one is running. Plug it in with a cable that carries data, "
        "or name its port with --port (on Linux such as /dev/ttyACM0, on macOS /dev/cu.usbmodem...)."
    )
