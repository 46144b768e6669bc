"""The host functions: what firmware calls, one method for each import of device_os/photon_host.h."""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING

from photonsim.photon import led, operations, report, wasm
from photonsim.photon.panic import ASKED_FOR, Panic
from photonsim.ports import DeviceEvent

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon
    from photonsim.photon.run import Run

_MESSAGE = struct.Struct("<6i")
_DATA_CAPACITY = 1024
_WIFI_NETWORK = struct.Struct("<5i6s34s")

_SECONDS_TO_2106 = 0xFFFFFFFF


class ResetRequested(wasm.HostStop):
    """The sketch called System.reset() or the like."""

    def __init__(self, reason: int, data: int) -> None:
        super().__init__("reset")
        self.reason, self.data = reason, data


class PanicRequested(wasm.HostStop):
    """The sketch, or the shim for it, asked for a panic."""

    def __init__(self, panic: Panic) -> None:
        super().__init__(panic.explanation)
        self.panic = panic


class PowerCut(wasm.HostStop):
    """The power fails at this very moment."""


class DeviceHost:
    """Joins one run of a firmware with its board; times are microseconds since the reset."""

    def __init__(self, photon: Photon, run: Run) -> None:
        self._photon, self._run = photon, run
        self._machine: wasm.Machine | None = None
        self._theme: led.Theme = {}

    def attach(self, machine: wasm.Machine) -> None:
        self._machine = machine

    @property
    def machine(self) -> wasm.Machine:
        assert self._machine is not None
        return self._machine

    def _text(self, address: int, length: int) -> str:
        return self.machine.read(address, length).decode("utf-8", "replace") if length > 0 else ""

    def _string(self, address: int) -> str:
        """A text that ends with a NUL. Raises BadAddress."""
        found = bytearray()
        while byte := self.machine.read(address + len(found), 1):
            if byte == b"\0":
                break
            found += byte
        return found.decode("utf-8", "replace")

    # -- time and messages -----------------------------------------------------------------------

    def now_us(self) -> int:
        return self._run.uptime_us()

    def next_interrupt(self) -> int:
        message = self._run.next_interrupt()
        return -1 if message is None else message.index

    def receive(self, address: int) -> int:
        message = self._run.next_message()
        if message is None:
            return 0
        name, data = message.name.encode(), b"" if message.data is None else message.data.encode()
        name, data = name[:64], data[:_DATA_CAPACITY]
        size = -1 if message.data is None else len(data)
        head = _MESSAGE.pack(message.kind, message.id, message.index, message.parameter, len(name), size)
        self.machine.write(address, head + name + b"\0" + data + b"\0")
        return 1

    def reply_int(self, id: int, value: int) -> None:
        self._photon.requests.answered(id, value)

    def reply_double(self, id: int, value: float) -> None:
        self._photon.requests.answered(id, value)

    def reply_text(self, id: int, address: int, length: int) -> None:
        data = self.machine.read(address, min(length, self._photon.limits.variable))
        self._photon.requests.answered(id, data.decode("utf-8", "replace"))

    # -- the system ------------------------------------------------------------------------------

    def boot(self, system_mode: int, threaded: int) -> None:
        self._photon.firmware_started(self._run, system_mode, bool(threaded))

    def setup_done(self) -> None:
        self._photon.setup_finished(self._run)

    def pumped(self) -> int:
        self._photon.background_ran(self._run)
        return self._run.busy_ms

    def reset(self, reason: int, data: int) -> None:
        raise ResetRequested(reason, data & 0xFFFFFFFF)

    def panic(self, code: int) -> None:
        raise PanicRequested(Panic(code, ASKED_FOR.get(code, "the sketch asked for it")))

    # -- threads of the sketch ---------------------------------------------------------------------

    def thread_start(self, index: int, stack: int, size: int) -> None:
        self.machine.start_thread(index, stack, size)

    def current_thread(self) -> int:
        return self.machine.running.index

    def out_of_memory(self, wanted: int, free_bytes: int) -> None:
        self._run.out_of_memory(wanted & 0xFFFFFFFF, free_bytes)

    def retained(self, address: int, length: int) -> int:
        """Joins the retained variables with backup memory: 1 when they have their values of before the reset."""
        kept = self._photon.retain(self._run, address, length)
        self.machine.write(address, kept[:length])
        return 1 if kept else 0

    def random_seed(self) -> int:
        return report.random_seed(self._photon)

    def text(self, what: int, address: int, capacity: int) -> int:
        value = report.text(self._photon, what).encode()[: max(0, capacity - 1)]
        self.machine.write(address, value + b"\0")
        return len(value)

    def number(self, what: int) -> int:
        return report.number(self._photon, what)

    def time_now(self) -> int:
        return _signed(int(self._photon.rtc()) & _SECONDS_TO_2106)

    def set_time(self, unix_seconds: int) -> None:
        self._photon.set_rtc(float(unix_seconds))

    # -- pins ------------------------------------------------------------------------------------

    def pin_available(self, pin: int) -> int:
        return int(self._photon.pins.available(pin))

    def pin_mode(self, pin: int, mode: int) -> None:
        self._photon.pins.set_mode(pin, mode)

    def get_pin_mode(self, pin: int) -> int:
        return self._photon.pins.mode(pin)

    def digital_write(self, pin: int, value: int) -> None:
        self._photon.pins.digital_write(pin, value)

    def digital_read(self, pin: int) -> int:
        return self._photon.pins.digital_read(pin)

    def analog_write(self, pin: int, value: int, frequency: int) -> None:
        self._photon.pins.analog_write(pin, value, frequency)

    def analog_read(self, pin: int) -> int:
        return self._photon.pins.analog_read(pin)

    def analog_resolution(self, pin: int, bits: int) -> int:
        return self._photon.pins.resolution(pin, bits)

    def analog_max_frequency(self, pin: int) -> int:
        return self._photon.pins.max_frequency(pin)

    def attach_interrupt(self, pin: int, mode: int) -> int:
        return int(self._photon.pins.attach_interrupt(pin, mode))

    def claim_pins(self, peripheral: int, begun: int) -> None:
        self._photon.pins.claim(peripheral, bool(begun))

    # -- peripherals -----------------------------------------------------------------------------

    def tone(self, pin: int, frequency: int, duration_ms: int) -> None:
        self._photon.peripherals.tone(pin, frequency, duration_ms)

    def servo(self, pin: int, pulse_us: int) -> int:
        return int(self._photon.pins.servo(pin, pulse_us))

    def i2c_write(self, address: int, data: int, length: int) -> int:
        return self._photon.peripherals.i2c.write(address, self.machine.read(data, length))

    def i2c_read(self, address: int, buffer: int, length: int) -> int:
        data = self._photon.peripherals.i2c.read(address, length)
        self.machine.write(buffer, data)
        return len(data)

    def spi_transfer(self, bus: int, data: int, length: int) -> None:
        sent = self.machine.read(data, length)
        self.machine.write(data, self._photon.peripherals.spi[bus].transfer(sent))

    def show_pixels(self, pin: int, rgbw: int, count: int) -> None:
        self._photon.peripherals.show_pixels(pin, self.machine.read(rgbw, 4 * count))

    # -- EEPROM and the status LED ---------------------------------------------------------------

    def eeprom_read(self, eeprom_address: int, address: int, length: int) -> None:
        self.machine.write(address, self._photon.eeprom.read(eeprom_address, length))

    def eeprom_write(self, eeprom_address: int, address: int, length: int) -> None:
        data = self.machine.read(address, length)
        if self._photon.power_fails_at_write:
            raise PowerCut("the power failed in the middle of an EEPROM write")
        self._photon.eeprom.write(eeprom_address, data)

    def eeprom_clear(self) -> None:
        self._photon.eeprom.clear()

    def rgb_control(self, on: int) -> None:
        self._photon.leds.rgb.controlled = bool(on)

    def rgb_color(self, r: int, g: int, b: int) -> None:
        self._photon.leds.rgb.color = (r, g, b)

    def rgb_brightness(self, brightness: int) -> None:
        self._photon.leds.rgb.brightness = brightness & 0xFF

    def led_status(
        self, slot: int, color: int, pattern: int, period_ms: int, priority: int, flags: int
    ) -> None:
        is_on, again = bool(flags & 1), bool(flags & 2)
        self._photon.leds.set_status(slot, color, pattern, period_ms, priority, is_on=is_on, again=again)

    def led_status_end(self, slot: int) -> None:
        self._photon.leds.end_status(slot)

    def led_color(self) -> int:
        r, g, b = self._photon.led_color()
        return r << 16 | g << 8 | b

    def led_theme_get(self, signal: int, address: int) -> None:
        shown = led.themed(led.SIGNALS[signal], self._photon.leds.theme)
        pattern = led.PATTERN_CODES[shown.pattern]
        self.machine.write(address, struct.pack("<3i", int(shown.color[1:], 16), pattern, shown.period_ms))

    def led_theme_set(self, signal: int, color: int, pattern: int, period_ms: int) -> None:
        self._theme[signal] = (f"#{color & 0xFFFFFF:06x}", led.PATTERNS.get(pattern, "solid"), period_ms)

    def led_theme_apply(self, save: int) -> None:
        self._photon.leds.set_theme(self._theme if save >= 0 else None, save=save != 0)

    # -- system events and flags -----------------------------------------------------------------

    def system_events(self, wanted: int) -> None:
        self._photon.wanted_system_events = wanted & 0xFFFF_FFFF_FFFF_FFFF

    def system_flag(self, flag: int, value: int) -> int:
        return self._photon.updates.flag(flag, value)

    # -- the cloud -------------------------------------------------------------------------------

    def register_function(self, address: int, length: int) -> int:
        # The same names on thousands of boards: each is kept once.
        return self._photon.description.add_function(sys.intern(self._text(address, length)))

    def register_variable(self, address: int, length: int, kind: int) -> int:
        return self._photon.description.add_variable(sys.intern(self._text(address, length)), kind)

    def subscribe(self, address: int, length: int, index: int) -> int:
        self._photon.link.subscribe(index, self._text(address, min(length, 63)))
        return 1

    def unsubscribe(self) -> None:
        self._photon.link.subscriptions.clear()

    def publish(self, name: int, name_length: int, data: int, data_length: int, ttl: int, flags: int) -> int:
        limits = self._photon.limits
        event = DeviceEvent(
            name=self._text(name, min(name_length, limits.event_name)),
            data=None if data_length < 0 else self._text(data, min(data_length, limits.event_data)),
            ttl=ttl,
            private=bool(flags & 1),
        )
        return self._photon.link.publish(event)

    def set_credentials(self, ssid: int, password: int, security: int, cipher: int) -> int:
        key = self._string(password) if password else None
        name = self._string(ssid) if ssid else ""
        return int(self._photon.station.save(name, key, security, cipher))

    def wifi_network(self, which: int, index: int, address: int) -> int:
        """Network `index` of a list: 0 a scan, 1 the credentials, the newest first, 2 the one that it is in."""
        station = self._photon.station
        home = station.home
        lists = (station.scan(), station.credentials[::-1], () if home is None else (home,))
        if not 0 <= index < len(lists[which]):
            return 0
        one, kept = lists[which][index], which == 1
        ssid, cipher = one.ssid.encode(), (one.cipher or 0) & 3
        packed = _WIFI_NETWORK.pack(
            one.security,
            1 if cipher & 1 else cipher,  # AES where it has both
            0 if kept else one.channel,
            0 if kept else one.rssi_dbm,
            len(ssid),
            bytes(6) if kept else one.bssid,
            ssid,
        )
        self.machine.write(address, packed)
        return 1

    def wifi_set(self, setting: int, value: int) -> None:
        if setting == 1:
            self._photon.listening_mode.set_timeout(value)
        else:
            self._photon.station.set(setting, value & 0xFFFFFFFF)

    def set_hostname(self, name: int) -> None:
        self._photon.station.settings.hostname = self._string(name)[:32]

    def cloud(self, operation: int) -> int:
        return operations.operate(self._photon, operation)

    # -- sockets ---------------------------------------------------------------------------------

    def net_resolve(self, name: int) -> int:
        return _signed(self._photon.network.resolve(self._string(name)))

    def net_ping(self, address: int) -> int:
        addresses = self._photon.station.addresses
        number = address & 0xFFFFFFFF
        at_home = number in (addresses.own, addresses.gateway)
        return int(at_home or self._photon.network.is_there(number))

    def net_connect(self, host: int, port: int) -> int:
        return self._photon.network.connect(self._string(host), port)

    def net_listen(self, port: int) -> int:
        return self._photon.network.listen(port)

    def net_accept(self, handle: int) -> int:
        return self._photon.network.accept(handle)

    def net_bind(self, port: int) -> int:
        return self._photon.network.bind(port)

    def net_send(self, handle: int, address: int, length: int) -> int:
        return self._photon.network.send(handle, self.machine.read(address, length))

    def net_receive(self, handle: int, address: int, capacity: int) -> int:
        data = self._photon.network.receive(handle, max(0, capacity))
        if data is None:
            return -1
        self.machine.write(address, data)
        return len(data)

    def net_available(self, handle: int) -> int:
        return self._photon.network.available(handle)

    def net_connected(self, handle: int) -> int:
        return int(self._photon.network.connected(handle))

    def net_peer(self, handle: int) -> int:
        return _signed(self._photon.network.peer(handle))

    def net_send_datagram(self, host: int, port: int, address: int, length: int) -> int:
        data = self.machine.read(address, length)
        return self._photon.network.send_datagram(self._string(host), port, data)

    def net_next_datagram(self, handle: int, address: int, capacity: int, sender: int) -> int:
        found = self._photon.network.next_datagram(handle)
        if found is None:
            return 0
        host, port, data = found
        self.machine.write(sender, struct.pack("<2i", _signed(host), port))
        self.machine.write(address, data[:capacity])
        return min(len(data), capacity)

    def net_close(self, handle: int) -> None:
        self._photon.network.close(handle)

    # -- serial ----------------------------------------------------------------------------------

    def serial_write(self, port: int, address: int, length: int) -> None:
        self._photon.serial[port].write(self.machine.read(address, length))

    def serial_read(self, port: int) -> int:
        return self._photon.serial[port].read()

    def serial_peek(self, port: int) -> int:
        return self._photon.serial[port].peek()

    def serial_available(self, port: int) -> int:
        return self._photon.serial[port].available()

    # -- what the C library asks of WASI ---------------------------------------------------------

    def wasi_fd_write(self, fd: int, vectors: int, count: int, written: int) -> int:
        """printf() to stdout: nowhere on a Photon."""
        spans = struct.iter_unpack("<2I", self.machine.read(vectors, 8 * count))
        self.machine.write(written, struct.pack("<I", sum(length for _, length in spans)))
        return 0

    def wasi_fd_close(self, fd: int) -> int:
        return 0

    def wasi_fd_seek(self, fd: int, offset: int, whence: int, result: int) -> int:
        return 70  # ESPIPE: there are no files

    def wasi_fd_read(self, fd: int, vectors: int, count: int, read: int) -> int:
        return 8  # EBADF

    def wasi_fd_fdstat_get(self, fd: int, result: int) -> int:
        return 8

    def wasi_environ_get(self, environ: int, buffer: int) -> int:
        return 0

    def wasi_environ_sizes_get(self, count: int, size: int) -> int:
        self.machine.write(count, b"\0" * 4)
        self.machine.write(size, b"\0" * 4)
        return 0

    def wasi_clock_time_get(self, clock: int, precision: int, result: int) -> int:
        self.machine.write(result, struct.pack("<Q", int(self._photon.rtc() * 1e9)))
        return 0

    def wasi_proc_exit(self, code: int) -> None:
        raise PanicRequested(Panic(7, f"the sketch called exit({code})"))


def _signed(value: int) -> int:
    return value - (1 << 32) if value >= 1 << 31 else value
