"""A simulated Photon: what a person, the cloud and the firmware see of it. Its parts are modules of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from photonsim.clock import HouseClock
from photonsim.photon import led, network, panic, report, wasm
from photonsim.photon.budget import JumpBudget
from photonsim.photon.buttons import Buttons
from photonsim.photon.cloud_link import CloudLink
from photonsim.photon.codes import (
    AUTOMATIC,
    RESET_BROWNOUT,
    RESET_DFU,
    RESET_PANIC,
    RESET_PIN,
    RESET_POWER_DOWN,
    RESET_SAFE_MODE,
    SYSTEM_EVENT,
)
from photonsim.photon.describe import Description, limits
from photonsim.photon.eeprom import Eeprom
from photonsim.photon.firmware import load_firmware
from photonsim.photon.host import DeviceHost, PanicRequested, PowerCut, ResetRequested
from photonsim.photon.listening_mode import ListeningMode
from photonsim.photon.peripherals import Peripherals
from photonsim.photon.pins import Pins
from photonsim.photon.pty_port import DFU_BAUD, LISTENING_BAUD
from photonsim.photon.requests import Requests
from photonsim.photon.run import Message, Run
from photonsim.photon.serial_port import SerialPort
from photonsim.photon.station import Station
from photonsim.photon.updates import Updates
from photonsim.photon.wifi import Network
from photonsim.ports import DeviceCloud, DeviceGone, DeviceRefused, VariableType, VariableValue, Vitals
from photonsim.trace import Trace

__all__ = ["HEAP_BYTES", "Photon", "load_firmware"]

#: Seconds from power-on until the firmware runs. Device OS gives no figure; a Photon takes about this.
BOOTLOADER_S = 0.3

#: What a Photon leaves to a sketch with Device OS 2.3.1 and 3.3.1: about 60 kB (System.freeMemory() of a small one).
HEAP_BYTES = 60_000

#: What its clock shows until it is set: 2000-01-01, in Unix seconds.
_RTC_START = 946_684_800.0


class Photon:
    """One board. Implements `ports.DeviceSession` towards the cloud that it connects to.

    There are houses with 10,000 of them, therefore the slots, and parts that are made when they are first used.
    """

    __slots__ = (
        "_backup_memory",
        "_buttons",
        "_device_id",
        "_network",
        "_peripherals",
        "_rtc_offset",
        "_safe_mode_asked",
        "_signalled",
        "_system_version",
        "_trace",
        "budget",
        "built_for",
        "clock",
        "eeprom",
        "firmware",
        "heap_bytes",
        "in_dfu_mode",
        "leds",
        "limits",
        "link",
        "listening_mode",
        "name",
        "panicked",
        "pins",
        "power_fails_at_write",
        "requests",
        "reset_data",
        "reset_reason",
        "rtc_valid",
        "run",
        "serial",
        "station",
        "system_led",
        "updates",
        "wanted_system_events",
    )

    def __init__(
        self,
        device_id: str,
        firmware: wasm.Firmware,
        clock: HouseClock,
        cloud: DeviceCloud,
        trace: Trace,
        *,
        name: str = "",
        system_version: str = "2.3.1",
        eeprom: bytes = b"",
        budget: JumpBudget | None = None,
        heap_bytes: int = HEAP_BYTES,
    ) -> None:
        """`device_id` is 24 hex digits, `heap_bytes` the RAM for the sketch's static variables and its heap.

        The board has no power until `plug_in()`.
        """
        self._device_id, self.name = device_id, name
        self.firmware, self.clock, self._trace = firmware, clock, trace
        self._system_version = system_version
        self.limits = limits(system_version)
        self.heap_bytes = heap_bytes
        self.budget = budget if budget is not None else JumpBudget(clock)
        self.budget.join()
        self.eeprom = Eeprom(eeprom)
        self.pins = Pins(self._input_changed)
        self.leds = led.StatusLed()
        self.serial = (SerialPort(), SerialPort())
        self._peripherals: Peripherals | None = None
        self._network: network.Network | None = None
        self._buttons: Buttons | None = None
        self.station, self.link = Station(self), CloudLink(self, cloud)
        self.requests, self.updates = Requests(self), Updates(self)
        self.listening_mode = ListeningMode(self)
        #: The Device OS that the firmware needs at least; modules do not tell, so it is what they are compiled for.
        self.built_for = "2.3.1"
        #: The power fails in the middle of the next write to the EEPROM.
        self.power_fails_at_write = False
        #: A bit for each system event that a handler of the sketch wants.
        self.wanted_system_events = 0
        #: What the system shows on the status LED, unless the sketch shows something more important.
        self.system_led = led.OFF
        self._signalled = False
        #: From the last reset to the next; None without power.
        self.run: Run | None = None
        self.in_dfu_mode = self._safe_mode_asked = False
        self.reset_reason, self.reset_data = RESET_POWER_DOWN, 0
        self._rtc_offset, self.rtc_valid = 0.0, False
        self._backup_memory = b""
        self.panicked: panic.Panic | None = None

    # -- what a person does ----------------------------------------------------------------------

    @property
    def in_safe_mode(self) -> bool:
        """Whether the firmware is not started: it was asked for, or the firmware needs a newer Device OS."""
        needed = report.version_parts(self.built_for)
        return self._safe_mode_asked or report.version_parts(self._system_version) < needed

    def change_system(self, system_version: str) -> None:
        """Put another Device OS on the board; it counts from the next start on."""
        self._system_version = system_version
        self.limits = limits(system_version)

    @property
    def powered(self) -> bool:
        return self.run is not None

    def plug_in(self) -> None:
        """Give the board power; does nothing when it has it."""
        if self.run is None:
            self.rtc_valid = False
            self._start(RESET_POWER_DOWN)

    def unplug(self) -> None:
        """Take its power away in the middle of whatever it does: RAM is lost, EEPROM stays."""
        self._stop(graceful=False, reason="power lost")
        self._backup_memory = b""  # a Photon has no battery at VBAT unless somebody wires one
        self.system_led = led.OFF

    def reset(self) -> None:
        """The RESET button."""
        if self.run is not None:
            self.restart(RESET_PIN, graceful=False)

    def brown_out(self) -> None:
        """The supply drops too low for a moment: a reset without any goodbye."""
        if self.run is not None:
            self.restart(RESET_BROWNOUT, graceful=False)

    def set_wifi(self, in_range: bool) -> None:
        """Switch the access point of its Wi-Fi off or on. The board tries again by itself."""
        self.station.set_in_range(in_range)

    def set_internet(self, reachable: bool) -> None:
        """Cut the way from the access point to Particle's cloud, or mend it.

        The cloud gets no answers from then on; the board notices after 25 s, and publishes into nothing until then.
        """
        self.link.set_reachable(reachable)

    def press(self, button: str, seconds: float = 0.1, *, hold_setup: float = 0.0) -> None:
        """Press the SETUP or RESET button, or a button that is wired from a pin to ground, and let it go again.

        `hold_setup`: with RESET, for how many seconds SETUP is held meanwhile: 1 to 3 starts safe mode, up to 6.5
        DFU mode, from 10 on the credentials are cleared. Raises ValueError for an unknown pin. Returns at once; the
        release comes `seconds` of house time later.
        """
        if self._buttons is None:
            self._buttons = Buttons(self)
        self._buttons.press(button, seconds, hold_setup)

    def listen(self) -> None:
        """Enter listening mode: no cloud, and without a system thread the sketch stands still."""
        self.listening_mode.enter()

    def leave_listening(self) -> None:
        """End listening mode, and connect if there are credentials."""
        self.listening_mode.leave_listening()

    def serial_input(self, data: bytes) -> None:
        """Bytes that the USB host sends: for the dialogue of listening mode, else for the sketch."""
        if self.run is None or self.in_dfu_mode or self.listening_mode.feed(data):
            return
        self.serial[0].feed(data)
        self.run.interrupt()

    def serial_speed(self, baud: int) -> None:
        """The USB host has set the line's speed; two speeds mean something else."""
        if baud == LISTENING_BAUD:
            self.listen()
        elif baud == DFU_BAUD and self.run is not None:
            self.restart(RESET_DFU, graceful=True)

    # -- what can be seen ------------------------------------------------------------------------

    @property
    def online(self) -> bool:
        """Whether the board itself believes that it is connected to the cloud."""
        return self.link.connected

    @property
    def listening(self) -> bool:
        """Whether it waits for Wi-Fi credentials, on its serial port."""
        return self.listening_mode.active

    @property
    def credentials(self) -> tuple[Network, ...]:
        """The Wi-Fi credentials that it keeps, the oldest first."""
        return self.station.credentials

    @credentials.setter
    def credentials(self, networks: tuple[Network, ...]) -> None:
        self.station.credentials = networks

    @property
    def peripherals(self) -> Peripherals:
        """I2C, SPI, strips and tones."""
        if self._peripherals is None:
            self._peripherals = Peripherals(self.pins, self.clock.call_later)
        return self._peripherals

    @property
    def network(self) -> network.Network:
        """What its sockets reach. Made when the first is used."""
        if self._network is None:
            self._network = network.Network(self.tell)
        return self._network

    @property
    def pixels(self) -> dict[str, list[str]]:
        """The strips of LEDs, by pin; none on most boards."""
        return self._peripherals.pixels if self._peripherals is not None else {}

    @property
    def setup_held_ms(self) -> int:
        """For how many milliseconds the SETUP button has been held; 0 while it is not."""
        return self._buttons.held_ms if self._buttons is not None else 0

    @property
    def status_led(self) -> led.LedSignal:
        if self.run is None or self.panicked is not None:
            return self.system_led
        return self.leds.shown(self._led_of_system)

    @property
    def _led_of_system(self) -> led.LedSignal:
        return led.SIGNAL if self._signalled and self.online else self.system_led

    def led_color(self) -> tuple[int, int, int]:
        """Red, green and blue that the status LED has at this moment, with its pattern and brightness."""
        return self.leds.color_now(self._led_of_system, self.uptime_us() // 1000)

    @property
    def rgb(self) -> led.RgbLed:
        """The LED as RGB.control() has it."""
        return self.leds.rgb

    def uptime_us(self) -> int:
        """Microseconds since the last reset."""
        return self.run.uptime_us() if self.run is not None else 0

    def rtc(self) -> float:
        """The board's clock: Unix seconds, from 2000-01-01 on until it was set."""
        return self.clock.now() + self._rtc_offset if self.rtc_valid else _RTC_START + self.uptime_us() / 1e6

    def set_rtc(self, unix_seconds: float) -> None:
        self._rtc_offset, self.rtc_valid = unix_seconds - self.clock.now(), True

    # -- DeviceSession: what the cloud asks ------------------------------------------------------

    @property
    def device_id(self) -> str:
        return self._device_id

    @property
    def functions(self) -> Sequence[str]:
        return self.link.described[0]

    @property
    def variables(self) -> Mapping[str, VariableType]:
        return self.link.described[1]

    @property
    def system_version(self) -> str:
        return self._system_version

    async def call_function(self, name: str, argument: str) -> int:
        """See ports.DeviceSession. An argument over the limit of its Device OS is cut, as on the wire."""
        return await self.requests.call(name, argument)

    async def read_variable(self, name: str) -> VariableValue:
        return await self.requests.read(name)

    async def ping(self) -> bool:
        return await self.requests.ping()

    def deliver_event(self, name: str, data: str | None) -> None:
        self.requests.deliver(name, data)

    def signal(self, on: bool) -> None:
        self._signalled = on

    async def update(self, image: bytes) -> None:
        """See ports.DeviceSession. What is interrupted or refused leaves the old firmware running."""
        if not self.online:
            raise DeviceGone(f"device {self._device_id} is not connected")
        try:
            firmware = load_firmware(image)
        except wasm.FirmwareError as error:
            raise DeviceRefused(str(error)) from error
        await self.updates.receive(firmware, len(image))

    def vitals(self) -> Vitals:
        """What Device OS measures: the cloud shows it as the device's diagnostics."""
        return Vitals(self.link.refused_events, self.uptime_us() // 1_000_000)

    # -- what its parts share --------------------------------------------------------------------

    @property
    def description(self) -> Description:
        """What the sketch has registered since the last reset."""
        return self.link.description

    def tell(self, line: str, *, kind: str = "device", **details: object) -> None:
        """A line about this board in the trace."""
        self._trace.record(kind, f"{self.name or self._device_id}: {line}", device=self._device_id, **details)

    def later(self, seconds: float, step: Callable[[], None]) -> None:
        """Do `step` in `seconds` of house time, unless the board is reset or loses its power by then."""
        assert self.run is not None
        self.run.later(seconds, step)

    def work(self, seconds: float, step: Callable[[], None]) -> None:
        """As `later`, for what the system thread does meanwhile: without one, the sketch stands still."""
        assert self.run is not None
        self.run.occupy(seconds)
        self.run.later(seconds, step)

    def notify(self, event: int, parameter: int) -> None:
        """Tell the sketch of a system event (the number of its bit), if it wants to hear of it."""
        if self.run is not None and self.wanted_system_events >> event & 1:
            self.run.system_events.append(Message(SYSTEM_EVENT, 0, event, parameter=parameter))
            self.run.wake()

    def skipped(self, due: float, until: float) -> None:
        """Told by the budget: in a jump of the clock, this device's work from `due` to `until` was passed over."""
        if self.run is not None:
            self.run.background_ran(until)  # it did not block the cloud: it was not run
        self.tell(
            f"{until - due:.{0 if until - due >= 10 else 1}f} s were skipped over in a jump of the clock: "
            "millis() moved on, and each of its timers fired at most once",
            kind="skipped",
        )

    def _input_changed(self, pin: int) -> None:
        if self.run is None:
            return
        mode, level = self.pins.interrupts.get(pin), self.pins.view(pin)["digital"]
        wanted = mode is not None and (mode == 0 or (mode == 1) == (level == 1))
        self.run.interrupt(pin if wanted else None)

    # -- from a reset to the firmware, and to the end of its run -----------------------------------

    def restart(self, reason: int, data: int = 0, *, graceful: bool, safe_mode: bool = False) -> None:
        """Reset the board for a reason of `codes`; a graceful one says goodbye to the cloud."""
        self._end_run(graceful=graceful, reason="reset")
        self._start(reason, data, safe_mode=safe_mode)

    def _start(self, reason: int, data: int = 0, *, safe_mode: bool = False) -> None:
        self.reset_reason, self.reset_data = reason, data
        self.panicked, self._signalled = None, False
        self._safe_mode_asked = safe_mode or reason == RESET_SAFE_MODE
        self.pins.reset()
        if self._peripherals is not None:
            self._peripherals.reset()
        if self._network is not None:
            self._network.reset()
        self.leds.reset()
        self.link.reset()
        self.wanted_system_events = 0
        self.run = Run(self)
        # The bootloader waits for firmware over USB; only a reset ends that.
        self.in_dfu_mode = reason == RESET_DFU
        self.system_led = led.DFU if self.in_dfu_mode else led.BOOTING
        if not self.in_dfu_mode:
            self.later(BOOTLOADER_S, self._load)

    def _load(self) -> None:
        assert self.run is not None
        self.system_led = led.NETWORK_OFF
        if self.in_safe_mode:
            self._begin_safe_mode(self.run)
            return
        host = DeviceHost(self, self.run)
        machine = self.firmware.start(host)
        host.attach(machine)
        self.run.execute(machine)

    def _begin_safe_mode(self, run: Run) -> None:
        run.setup_done = True  # there is none
        if self.listening_mode.at_start:
            self.listening_mode.at_start = False
            self.link.wanted = True
            self.listen()
        else:
            self.link.want()

    def firmware_started(self, run: Run, system_mode: int, threaded: bool) -> None:
        """The constructors have run; the system begins."""
        run.threaded, run.system_mode = threaded, system_mode
        if system_mode == AUTOMATIC:
            self.link.want()
        else:
            self.link.wanted = False

    def setup_finished(self, run: Run) -> None:
        """setup() has returned: with AUTOMATIC, the cloud now learns what is registered."""
        run.setup_done = True
        if self.online and run.system_mode == AUTOMATIC:
            self.link.describe()

    def background_ran(self, run: Run) -> None:
        """The firmware let the system work: without a system thread this is when pings are answered."""
        run.background_ran(self.clock.now())
        self.requests.answer_pings(alive=True)
        self.link.background_ran()

    def retain(self, run: Run, address: int, size: int) -> bytes:
        """Remember where the retained variables are; what they had before the reset, empty after a loss of power."""
        run.retained = (address, size)
        return self._backup_memory

    def died(self, machine: wasm.Machine, trap: wasm.Trapped) -> None:
        """The firmware's call has ended: by a reset that it asked for, a loss of power, or a panic."""
        stop = machine.stop
        if isinstance(stop, ResetRequested):
            self.restart(stop.reason, stop.data, graceful=True)
            return
        if isinstance(stop, PowerCut):
            self.power_fails_at_write = False
            self.tell(str(stop))
            self.unplug()
            return
        if isinstance(stop, PanicRequested):
            died = stop.panic
        elif isinstance(stop, wasm.BadAddress):
            died = panic.Panic(1, str(stop))
        else:
            died = panic.from_trap(trap)
        self.tell(
            f"panic {died.code} ({died.name}): {died.explanation}",
            kind="panic",
            code=died.code,
            name=died.name,
        )
        self._end_run(graceful=False, reason=f"panic, {died.name}")
        self.run = Run(self)
        self.panicked, self.system_led = died, led.sos(died.code, died.name)
        self.later(led.sos_seconds(died.code), lambda: self.restart(RESET_PANIC, died.code, graceful=False))

    def _stop(self, *, graceful: bool, reason: str) -> None:
        if self.run is not None:
            self._end_run(graceful=graceful, reason=reason)

    def _end_run(self, *, graceful: bool, reason: str) -> None:
        run = self.run
        assert run is not None
        self.wanted_system_events = 0  # nobody is left to hear of the end
        self.link.disconnect(graceful=graceful, reason=reason)
        run.end()
        self.run, self.in_dfu_mode = None, False
        self.station.reset()
        self.listening_mode.reset()
        self.updates.reset()
        if self._buttons is not None:
            self._buttons.reset()
        if run.machine is not None:
            address, size = run.retained
            if size:
                self._backup_memory = run.machine.read(address, size)
            run.machine.close()

    def close(self) -> None:
        """Let go of the firmware; the board is not used any more."""
        self._stop(graceful=False, reason="the house closed")
        self.budget.leave()
