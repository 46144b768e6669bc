"""A simulated Photon: power, boot, connection, the run of its firmware, and how it fails."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from photonsim.clock import HouseClock, Timer
from photonsim.photon import led, network, panic, wasm
from photonsim.photon.budget import JumpBudget
from photonsim.photon.describe import Description, PublishLimiter, limits
from photonsim.photon.eeprom import Eeprom
from photonsim.photon.host import (
    CALL,
    ERROR_BUSY,
    ERROR_INVALID_STATE,
    ERROR_LIMIT_EXCEEDED,
    EVENT,
    INTERRUPT,
    READ,
    SYSTEM_EVENT,
    DeviceHost,
    PanicRequested,
    PowerCut,
    ResetRequested,
)
from photonsim.photon.listening import SetupConsole
from photonsim.photon.peripherals import Peripherals
from photonsim.photon.pins import PIN_NUMBERS, Pins
from photonsim.photon.pty_port import DFU_BAUD, LISTENING_BAUD
from photonsim.photon.serial_port import SerialPort
from photonsim.photon.wifi import HOME, Network, joined, remember
from photonsim.ports import (
    DeviceCloud,
    DeviceEvent,
    DeviceGone,
    DeviceRefused,
    VariableType,
    VariableValue,
    Vitals,
)
from photonsim.trace import Trace

T = TypeVar("T")

# Modes (wiring/inc/spark_wiring_system.h) and flags of a wait (device_os/photon_host.h).
AUTOMATIC = 1
WAIT_FOR_MESSAGES = 1
WAIT_HINTED = 2
WOKEN_BY_INTERRUPT = 2
WOKEN_BY_MESSAGE = 4

#: Seconds from power-on to each step of a start. Device OS gives no figures; a Photon at home takes about this.
BOOTLOADER_S = 0.3
WIFI_JOIN_S = 1.5
WIFI_DHCP_S = 0.5
CLOUD_CONNECT_S = 0.3
CLOUD_HANDSHAKE_S = 0.7
#: Between two handshakes when the first was refused, in seconds: the sum of Device OS's back-off at its beginning.
KEY_RETRY_S = 5.0

#: What a Photon leaves to a sketch with Device OS 2.3.1 and 3.3.1: about 60 kB (System.freeMemory() of a small one).
HEAP_BYTES = 60_000

#: A wait that is worth the call that gives unused memory back to the machine that we run on.
LONG_WAIT_US = 100_000

#: A sketch that floods the cloud with events is told of once in this time, in seconds.
REFUSALS_TOLD_EVERY_S = 1.0

#: Without a system thread the cloud connection is dropped when nothing handles it (Device OS, system_cloud_active).
BLOCKED_CLOUD_S = 15.0
#: Seconds until a try to join a Wi-Fi ends, and from there to the next one (system/inc/system_network_internal.h).
WIFI_JOIN_TIMEOUT_S, WIFI_RETRY_S = 30.0, 2.0
#: Seconds until a connection is given up that carries nothing any more: a ping after 15, no answer for 10.
CLOUD_LOST_S = 25.0
#: The SETUP button, in seconds (system/src/main.cpp): shorter presses are ignored, up to CLICK_S they are clicks,
#: LISTEN_S enters listening mode, a release within LEAVE_S leaves it, CLEAR_S clears the credentials.
DEBOUNCE_S, CLICK_S, LISTEN_S, LEAVE_S, CLEAR_S = 0.03, 0.5, 3.0, 8.0, 10.0
#: A click that is followed by none within this time was the last one.
FINAL_CLICK_S = 1.0
MOST_CLICKS = 5
#: Cleared credentials: blue, toggled every 50 ms, 25 times.
CLEARED_S = 1.25
#: RESET with SETUP held, in seconds, as the bootloader counts: safe mode, DFU mode, factory reset, credentials.
HOLD_SAFE_S, HOLD_DFU_S, HOLD_FACTORY_S, HOLD_CLEAR_S = 1.0, 3.0, 6.5, 10.0
#: Calls and reads that wait for the application thread (Device OS, active_object.h). Without a system thread there is
#: no queue: what the sketch has not come to waits in the socket.
APPLICATION_QUEUE = 20
#: An update comes in chunks of 512 bytes; about so long for each.
UPDATE_CHUNK_S = 0.004

# Reset reasons (services/inc/system_defs.h).
RESET_PIN, RESET_POWER_DOWN, RESET_BROWNOUT, RESET_UPDATE, RESET_PANIC, RESET_USER = 20, 40, 50, 70, 130, 140
RESET_SAFE_MODE, RESET_DFU = 110, 120
_RESET_NAMES = {
    20: "pin_reset",
    30: "power_management",
    40: "power_down",
    50: "power_brownout",
    60: "watchdog",
    70: "update",
    90: "update_timeout",
    100: "factory_reset",
    110: "safe_mode",
    120: "dfu_mode",
    140: "user",
}

# System events by their bits (system/inc/system_event.h).
EVENT_SETUP_BEGIN, EVENT_SETUP_UPDATE, EVENT_SETUP_END, EVENT_CREDENTIALS = 1, 2, 3, 4
EVENT_BUTTON, EVENT_CLICK, EVENT_FINAL_CLICK = 7, 12, 13
EVENT_NETWORK, EVENT_CLOUD, EVENT_UPDATE, EVENT_UPDATE_PENDING = 5, 6, 8, 9
EVENT_RESET_PENDING, EVENT_RESET, EVENT_TIME_CHANGED = 10, 11, 14
# Flags of System (system/inc/system_update.h).
UPDATE_PENDING, UPDATE_ENABLED, RESET_PENDING, RESET_ENABLED = 0, 1, 2, 3
_FLAGS_AT_START = {UPDATE_ENABLED: 1, RESET_ENABLED: 1}


@dataclass(frozen=True)
class Message:
    """Something for the application thread: a call, a read, an event, or an interrupt."""

    kind: int
    id: int
    index: int
    name: str = ""
    data: str | None = None
    parameter: int = 0


@dataclass(slots=True)
class _Run:
    """What lasts from one reset to the next."""

    started: float
    machine: wasm.Machine | None = None
    timer: Timer | None = None
    wait: wasm.Suspended | None = None
    floor_us: int = 0
    # Lists: they are short when in use, nearly always empty, and an empty deque takes 600 bytes.
    interrupts: list[Message] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    system_events: list[Message] = field(default_factory=list)
    flags: dict[int, int] = field(default_factory=dict)
    updating: bool = False
    console: SetupConsole | None = None
    clicks: int = 0
    dfu: bool = False
    failed_connects: int = 0
    interrupted: bool = False
    poll_scheduled: bool = False
    threaded: bool = False
    system_mode: int = AUTOMATIC
    setup_done: bool = False
    last_background: float = 0.0
    blocked_check: Timer | None = None
    out_of_memory: bool = False
    steps: list[Timer] = field(default_factory=list)
    #: Where the retained variables are: address and bytes.
    retained: tuple[int, int] = (0, 0)


class Photon:
    """One board. Implements `ports.DeviceSession` towards the cloud that it connects to."""

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
        self.firmware, self._clock, self._cloud, self._trace = firmware, clock, cloud, trace
        self._system_version = system_version
        self.limits = limits(system_version)
        self._heap_bytes = heap_bytes
        self.eeprom = Eeprom(eeprom)
        self.pins = Pins(self._input_changed)
        self._peripherals: Peripherals | None = None
        self._network: network.Network | None = None
        self.leds = led.StatusLed()
        self.serial = (SerialPort(), SerialPort())
        self.description = Description(self.limits)
        self.subscriptions: dict[int, str] = {}
        self._budget = budget if budget is not None else JumpBudget(clock)
        self._budget.join()
        #: The Device OS that the firmware needs at least; modules do not tell, so it is what they are compiled for.
        self.built_for = "2.3.1"
        #: The cloud has another key of this device, so that no handshake succeeds.
        self.key_refused = False
        #: The power fails in the middle of the next write to the EEPROM.
        self.power_fails_at_write = False
        #: A bit for each system event that a handler of the sketch wants.
        self.wanted_system_events = 0
        self._wifi_in_range = self._internet = True
        #: What a scan for Wi-Fi finds, and whose credentials the board keeps.
        self.networks: tuple[Network, ...] = (HOME,)
        self.credentials: tuple[Network, ...] = (HOME,)
        self._safe_mode_asked = self._safe_mode_next = self._listens_at_start = False
        self._publisher, self._refused_events = PublishLimiter(), 0
        self._told_of_refusal = float("-inf")
        self._led = led.OFF
        self._signalled = False
        self._run: _Run | None = None
        self._connected = False
        self._wifi = False
        self._wants_cloud = False
        self._described: tuple[list[str], dict[str, VariableType]] = ([], {})
        self._answers: dict[int, asyncio.Future[VariableValue]] = {}
        self._pings: list[asyncio.Future[bool]] = []
        self._next_id = 0
        self._reset_reason, self._reset_data = RESET_POWER_DOWN, 0
        self._announce_reset = False
        self._rtc_offset = 0.0
        self._rtc_valid = False
        self._button_since: float | None = None
        self._backup_memory = b""
        self.panicked: panic.Panic | None = None
        #: Told the firmware that an update has stored.
        self.on_update: Callable[[wasm.Firmware], None] = _ignore

    # -- what a person does ----------------------------------------------------------------------

    @property
    def in_safe_mode(self) -> bool:
        """Whether the firmware is not started, because it was built for a newer Device OS than the board has."""
        return self._safe_mode_asked or _version(self._system_version) < _version(self.built_for)

    def change_system(self, system_version: str) -> None:
        """Put another Device OS on the board; it counts from the next start on."""
        self._system_version = system_version
        self.limits = limits(system_version)

    @property
    def powered(self) -> bool:
        return self._run is not None

    def plug_in(self) -> None:
        """Give the board power; does nothing when it has it."""
        if self._run is None:
            self._rtc_valid = False
            self._start(RESET_POWER_DOWN)

    def unplug(self) -> None:
        """Take its power away in the middle of whatever it does: RAM is lost, EEPROM stays."""
        self._stop(graceful=False, reason="power lost")
        self._backup_memory = b""  # a Photon has no battery at VBAT unless somebody wires one
        self._led = led.OFF

    def reset(self) -> None:
        """The RESET button."""
        if self._run is not None:
            self._restart(RESET_PIN, graceful=False)

    def brown_out(self) -> None:
        """The supply drops too low for a moment: a reset without any goodbye."""
        if self._run is not None:
            self._restart(RESET_BROWNOUT, graceful=False)

    def set_wifi(self, in_range: bool) -> None:
        """Switch the access point of its Wi-Fi off or on. The board tries again by itself."""
        self._wifi_in_range = in_range
        if in_range or not self._wifi or self._run is None:
            return
        self._wifi = False
        self.notify(EVENT_NETWORK, 11)
        self._disconnect(graceful=False, reason="Wi-Fi was lost")
        self._connect()

    def set_internet(self, reachable: bool) -> None:
        """Cut the way from the access point to Particle's cloud, or mend it.

        The cloud gets no answers from then on; the board notices after CLOUD_LOST_S, and publishes into nothing
        until then.
        """
        self._internet = reachable
        if reachable or not self._connected:
            return
        self._fail_answers("the internet was cut")
        self._cloud.disconnect(self, graceful=False, reason="the internet was cut")
        self._later(CLOUD_LOST_S, self._notice_lost_cloud)

    def _notice_lost_cloud(self) -> None:
        if self._connected:
            self._connected = False
            self.notify(EVENT_CLOUD, 0)
            self._led = led.NETWORK_CONNECTED
            self._connect_cloud()

    def press(self, button: str, seconds: float = 0.1, *, hold_setup: float = 0.0) -> None:
        """Press the SETUP or RESET button, or a button that is wired from a pin to ground, and let it go again.

        `hold_setup`: with RESET, for how many seconds SETUP is held meanwhile: 1 to 3 starts safe mode, up to 6.5
        DFU mode, from 10 on the credentials are cleared. Raises ValueError for an unknown pin. Returns at once; the
        release comes `seconds` of house time later.
        """
        if button.upper() == "RESET":
            self._reset_holding_setup(hold_setup)
            return
        pin = PIN_NUMBERS.get(button.upper())
        if pin is None:
            raise ValueError(
                f"no pin or button named {button!r}: SETUP, RESET, or one of {', '.join(PIN_NUMBERS)}"
            )
        is_setup = pin == PIN_NUMBERS["SETUP"]
        if is_setup:
            self._setup_pressed(seconds)
        self.pins.set_input(pin, 0)

        def release() -> None:
            self.pins.set_input(pin, None)

        self._clock.call_later(seconds, release)

    def _setup_pressed(self, seconds: float) -> None:
        """The SETUP button goes down, and comes up `seconds` later."""
        run = self._run
        if run is None:
            return
        self._button_since = self._clock.now()
        was_listening = run.console is not None
        if not was_listening:
            self.notify(EVENT_BUTTON, 0)
            if seconds >= LISTEN_S:
                self._later(LISTEN_S, self.listen)
        elif seconds >= CLEAR_S:
            self._later(CLEAR_S, self._clear_and_show)

        def released() -> None:
            self._button_since = None
            if run is not self._run:
                return
            if was_listening and LISTEN_S <= seconds < LEAVE_S:
                self.leave_listening()
            elif run.console is None:
                self.notify(EVENT_BUTTON, round(seconds * 1000))
                self._clicked(run, seconds)

        self._clock.call_later(seconds, released)

    def _clicked(self, run: _Run, seconds: float) -> None:
        if seconds < DEBOUNCE_S:
            return
        is_click = seconds < CLICK_S
        if is_click:
            run.clicks += 1
            self.notify(EVENT_CLICK, run.clicks)
        clicks = run.clicks

        def last() -> None:
            if clicks and run.clicks == clicks:
                run.clicks = 0
                self.notify(EVENT_FINAL_CLICK, clicks)

        if is_click and clicks < MOST_CLICKS:
            self._later(FINAL_CLICK_S, last)
        else:
            last()

    def _clear_and_show(self) -> None:
        self.clear_credentials()
        self._led = led.CREDENTIALS_CLEARED
        self._later(CLEARED_S, self._show_listening)

    def _show_listening(self) -> None:
        if self._run is not None and self._run.console is not None:
            self._led = led.LISTENING

    def _reset_holding_setup(self, held: float) -> None:
        if self._run is None:
            return
        if HOLD_DFU_S <= held < HOLD_FACTORY_S:
            self._restart(RESET_DFU, graceful=False)
            return
        self._safe_mode_next = HOLD_SAFE_S <= held < HOLD_DFU_S
        if held >= HOLD_CLEAR_S:
            self.clear_credentials()
        elif held >= HOLD_FACTORY_S:
            self._trace.record(
                "device",
                f"{self.name}: factory reset: there is no factory image, so nothing changes",
                device=self._device_id,
            )
        self._restart(RESET_PIN, graceful=False)

    # -- listening mode --------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        """Whether it waits for Wi-Fi credentials, on its serial port."""
        return self._run is not None and self._run.console is not None

    def listen(self) -> None:
        """Enter listening mode: no cloud, and without a system thread the sketch stands still."""
        run = self._run
        if run is None or run.console is not None or run.dfu:
            return
        run.console = SetupConsole(self, self.serial[0].write)
        self._disconnect(graceful=True, reason="listening mode")
        self._wifi = False
        self._led = led.LISTENING
        self.notify(EVENT_SETUP_BEGIN, 0)
        if self.wanted_system_events >> EVENT_SETUP_UPDATE & 1:
            self._later(1.0, self._still_listening)

    def _still_listening(self) -> None:
        if self.listening:
            self.notify(EVENT_SETUP_UPDATE, 0)
            self._later(1.0, self._still_listening)

    def leave_listening(self) -> None:
        """End listening mode, and connect if there are credentials."""
        run = self._run
        if run is None or run.console is None:
            return
        run.console = None
        self._led = led.NETWORK_ON
        self.notify(EVENT_SETUP_END, 0)
        self._thaw(run)
        if self.credentials:
            self._connect()

    def listen_at_start(self) -> None:
        """Key `L`: into safe mode, and listening there."""
        self._listens_at_start = True
        self._restart(RESET_SAFE_MODE, graceful=True)

    def save_credentials(self, network: Network) -> bool:
        """Keep the credentials of a network; False when Device OS would refuse them."""
        if not 0 < len(network.ssid.encode()) <= 32 or len(network.password.encode()) > 64:
            return False
        self.credentials = remember(self.credentials, network)
        self.notify(EVENT_CREDENTIALS, 1)
        return True

    def clear_credentials(self) -> None:
        self.credentials = ()
        self.notify(EVENT_CREDENTIALS, 2)

    @property
    def claimed(self) -> bool:
        return True

    @property
    def mac_address(self) -> str:
        digits = self.text(3)
        return ":".join(digits[at : at + 2] for at in range(0, 12, 2))

    def modules_json(self) -> str:
        """The members of the system describe (`p`latform and `m`odules), as Device OS prints them."""
        major, minor, patch = _version(self._system_version)
        version = major * 1000 + minor * 100 + patch
        parts = [
            {"s": 16_384, "l": "m", "vc": 30, "vv": 30, "f": "b", "n": "0", "v": 1101, "d": []},
            *(
                {"s": 262_144, "l": "m", "vc": 30, "vv": 30, "f": "s", "n": str(part), "v": version, "d": []}
                for part in (1, 2)
            ),
            {
                "s": 131_072,
                "l": "m",
                "vc": 30,
                "vv": 30,
                "u": self.firmware.hash.upper(),
                "f": "u",
                "n": "1",
                "v": 6,
                "d": [{"f": "s", "n": "2", "v": version, "_": ""}],
            },
        ]
        return f'"p":6,"m":{json.dumps(parts, separators=(",", ":"))}'

    def diagnostics_json(self) -> str:
        """What Device OS measures, by its names (services/inc/diagnostics.h)."""
        measured = {
            "sys:uptime": self.uptime_us() // 1_000_000,
            "sys:reset": self._reset_reason,
            "net:rssi": self.number(2),
            "net:stat": int(self._wifi),
            "cloud:stat": int(self._connected),
            "pub:limit": self._refused_events,
        }
        return json.dumps(measured, separators=(",", ":"))

    def serial_input(self, data: bytes) -> None:
        """Bytes that the USB host sends: for the dialogue of listening mode, else for the sketch."""
        run = self._run
        if run is None or run.dfu:
            return
        if run.console is not None:
            run.console.feed(data)
            return
        self.serial[0].feed(data)
        run.interrupted = True
        self._wake()

    def serial_speed(self, baud: int) -> None:
        """The USB host has set the line's speed; two speeds mean something else."""
        if baud == LISTENING_BAUD:
            self.listen()
        elif baud == DFU_BAUD and self._run is not None:
            self._restart(RESET_DFU, graceful=True)

    # -- what can be seen ------------------------------------------------------------------------

    @property
    def online(self) -> bool:
        """Whether the board itself believes that it is connected to the cloud."""
        return self._connected

    @property
    def peripherals(self) -> Peripherals:
        """I2C, SPI, strips and tones."""
        if self._peripherals is None:
            self._peripherals = Peripherals(self.pins, self._clock.call_later)
        return self._peripherals

    @property
    def network(self) -> network.Network:
        """What its sockets reach. Made when the first is used."""
        if self._network is None:
            self._network = network.Network(self._tell)
        return self._network

    def _tell(self, line: str) -> None:
        self._trace.record("device", f"{self.name}: {line}", device=self._device_id)

    @property
    def pixels(self) -> dict[str, list[str]]:
        """The strips of LEDs, by pin; none on most boards."""
        return self._peripherals.pixels if self._peripherals is not None else {}

    @property
    def status_led(self) -> led.LedSignal:
        if self._run is None or self.panicked is not None:
            return self._led
        return self.leds.shown(self._system_led)

    @property
    def _system_led(self) -> led.LedSignal:
        return led.SIGNAL if self._signalled and self._connected else self._led

    def led_color(self) -> tuple[int, int, int]:
        """Red, green and blue that the status LED has at this moment, with its pattern and brightness."""
        return self.leds.color_now(self._system_led, self.uptime_us() // 1000)

    @property
    def rgb(self) -> led.RgbLed:
        """The LED as RGB.control() has it."""
        return self.leds.rgb

    def uptime_us(self) -> int:
        """Microseconds since the last reset."""
        run = self._run
        if run is None:
            return 0
        now = round((self._clock.now() - run.started) * 1e6)
        return now if now > run.floor_us else run.floor_us

    def rtc(self) -> float:
        """The board's clock: Unix seconds, from 2000-01-01 on until it was set."""
        if self._rtc_valid:
            return self._clock.now() + self._rtc_offset
        return 946_684_800.0 + self.uptime_us() / 1e6

    def set_rtc(self, unix_seconds: float) -> None:
        self._rtc_offset, self._rtc_valid = unix_seconds - self._clock.now(), True

    # -- DeviceSession: what the cloud asks ------------------------------------------------------

    @property
    def device_id(self) -> str:
        return self._device_id

    @property
    def functions(self) -> Sequence[str]:
        return self._described[0]

    @property
    def variables(self) -> Mapping[str, VariableType]:
        return self._described[1]

    @property
    def system_version(self) -> str:
        return self._system_version

    async def call_function(self, name: str, argument: str) -> int:
        """See ports.DeviceSession. An argument over the limit of its Device OS is cut, as on the wire."""
        index = self.description.functions.index(name)
        cut = argument.encode()[: self.limits.argument].decode("utf-8", "ignore")
        value = await self._ask(CALL, index, cut)
        return int(value)

    async def read_variable(self, name: str) -> VariableValue:
        value = await self._ask(READ, list(self.description.variables).index(name), None)
        return bool(value) if self.description.variables[name] == "bool" else value

    async def _ask(self, kind: int, index: int, data: str | None) -> VariableValue:
        run = self._run
        if run is None or not self._connected or not self._internet:
            raise DeviceGone(f"device {self._device_id} is not connected")
        if run.threaded and len(run.messages) >= APPLICATION_QUEUE:
            # The queue of the application thread is full: the request is lost, and nobody answers.
            self._trace.record(
                "device", f"{self.name}: its queue is full, a request is lost", device=self._device_id
            )
            return await self._register(-1)
        self._next_id += 1
        answer = self._register(self._next_id)
        run.messages.append(Message(kind, self._next_id, index, "", data))
        self._wake()
        return await answer

    def _register(self, id: int) -> asyncio.Future[VariableValue]:
        future: asyncio.Future[VariableValue] = asyncio.get_running_loop().create_future()
        self._answers[id] = future
        return future

    async def ping(self) -> bool:
        run = self._run
        if run is None or not self._connected:
            return False
        if run.threaded or self.in_safe_mode:
            return True
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._pings.append(answer)
        self._wake()
        return await answer

    def deliver_event(self, name: str, data: str | None) -> None:
        run = self._run
        if run is None:
            return
        for index, prefix in self.subscriptions.items():
            if name.startswith(prefix) and not (run.threaded and len(run.messages) >= APPLICATION_QUEUE):
                run.messages.append(Message(EVENT, 0, index, name, data))
                self._wake()

    def signal(self, on: bool) -> None:
        self._signalled = on

    async def update(self, image: bytes) -> None:
        """See ports.DeviceSession. What is interrupted or refused leaves the old firmware running."""
        if self._run is None or not self._connected:
            raise DeviceGone(f"device {self._device_id} is not connected")
        try:
            firmware = load_firmware(image)
        except wasm.FirmwareError as error:
            raise DeviceRefused(str(error)) from error
        run, before = self._run, self._led
        if not self.system_flag(UPDATE_ENABLED, -1):
            run.flags[UPDATE_PENDING] = 1
            self.notify(EVENT_UPDATE_PENDING, 0)
            raise DeviceRefused("the sketch has disabled updates (System.disableUpdates())")
        run.flags[UPDATE_PENDING] = 0
        run.updating = True
        self._led = led.UPDATING
        self.notify(EVENT_UPDATE, 0)
        try:
            await self._clock.sleep(len(image) / 512 * UPDATE_CHUNK_S)
            if self._run is not run or not self._connected:
                raise DeviceGone(f"device {self._device_id} was lost during the update")
        except DeviceGone:
            self.notify(EVENT_UPDATE, -1)
            raise
        finally:
            run.updating = False
            if self._run is run:
                self._thaw(run)
            if self._led is led.UPDATING:
                self._led = before
        self.firmware = firmware
        self.on_update(firmware)
        self.notify(EVENT_UPDATE, 1)
        if self.system_flag(RESET_ENABLED, -1):
            self._reset_after_update()
        else:
            run.flags[RESET_PENDING] = 1
            self.notify(EVENT_RESET_PENDING, 0)

    def _reset_after_update(self) -> None:
        self.notify(EVENT_RESET, 0)
        self._later(0.1, lambda: self._restart(RESET_UPDATE, graceful=True))

    def system_flag(self, flag: int, value: int) -> int:
        """Flags of System: reads one when `value` is -1, else sets it. Returns the value now in force."""
        run = self._run
        assert run is not None
        before = run.flags.get(flag, _FLAGS_AT_START.get(flag, 0))
        if value < 0 or value == before:
            return before
        run.flags[flag] = value
        if flag == UPDATE_ENABLED and self._connected:
            state = "true" if value else "false"
            self._cloud.publish(self, DeviceEvent("particle/device/updates/enabled", state))
        if flag == RESET_ENABLED and value and run.flags.get(RESET_PENDING):
            self._reset_after_update()
        return value

    def notify(self, event: int, parameter: int) -> None:
        """Tell the sketch of a system event (the number of its bit), if it wants to hear of it."""
        run = self._run
        if run is not None and self.wanted_system_events >> event & 1:
            run.system_events.append(Message(SYSTEM_EVENT, 0, event, parameter=parameter))
            self._wake()

    # -- from power-on to the cloud --------------------------------------------------------------

    def _start(self, reason: int, data: int = 0) -> None:
        self._reset_reason, self._reset_data = reason, data
        self._announce_reset = True
        self.panicked = None
        self._signalled = False
        self._safe_mode_asked = self._safe_mode_next or reason == RESET_SAFE_MODE
        self._safe_mode_next = False
        self.pins.reset()
        if self._peripherals is not None:
            self._peripherals.reset()
        if self._network is not None:
            self._network.reset()
        self.leds.reset()
        self.wanted_system_events = 0
        self.description = Description(self.limits)
        self._described = ([], {})
        self.subscriptions.clear()
        self._publisher, self._refused_events = PublishLimiter(), 0
        self._told_of_refusal = float("-inf")
        self._led = led.BOOTING
        self._run = run = _Run(started=self._clock.now())
        if reason == RESET_DFU:
            # The bootloader waits for firmware over USB; only a reset ends it.
            run.dfu, self._led = True, led.DFU
            return
        self._later(BOOTLOADER_S, self._load)
        run.last_background = run.started

    def _later(self, seconds: float, step: Callable[[], None]) -> None:
        """Do `step` in `seconds`, unless this run has ended by then."""
        run = self._run
        assert run is not None
        run.steps = [timer for timer in run.steps if timer.callback is not None]
        run.steps.append(self._clock.call_later(seconds, step))

    def _load(self) -> None:
        run = self._run
        assert run is not None
        self._led = led.NETWORK_OFF
        if self.in_safe_mode:
            run.setup_done = True  # there is none
            self._wants_cloud = True
            if self._listens_at_start:
                self._listens_at_start = False
                self.listen()
                return
            self._connect()
            return
        host = DeviceHost(self)
        run.machine = self.firmware.start(host)
        host.attach(run.machine)
        self._poll()

    def firmware_started(self, system_mode: int, threaded: bool) -> None:
        """The constructors have run; the system begins."""
        run = self._run
        assert run is not None
        run.threaded, run.system_mode = threaded, system_mode
        if system_mode == AUTOMATIC:
            self._wants_cloud = True
            self._connect()
        else:
            self._wants_cloud = False

    def _connect(self) -> None:
        if self.listening:
            return
        if self._wifi:
            self._connect_cloud()
            return
        if not self.credentials:
            self.listen()
            return
        self._led = led.NETWORK_CONNECTING
        self.notify(EVENT_NETWORK, 6)
        self._later(WIFI_JOIN_S, self._dhcp)

    def _dhcp(self) -> None:
        if self.listening:
            return
        if not self._wifi_in_range or joined(self.networks, self.credentials) is None:
            self._later(WIFI_JOIN_TIMEOUT_S - WIFI_JOIN_S + WIFI_RETRY_S, self._connect)
            return
        self._led = led.NETWORK_DHCP
        self._later(WIFI_DHCP_S, self._wifi_ready)

    def _wifi_ready(self) -> None:
        if self.listening:
            return
        self._wifi = True
        self.notify(EVENT_NETWORK, 7)
        self._led = led.NETWORK_CONNECTED
        if self._wants_cloud:
            self._connect_cloud()

    def _connect_cloud(self) -> None:
        if self.listening:
            return
        self._led = led.CLOUD_CONNECTING
        self.notify(EVENT_CLOUD, 1)
        self._later(CLOUD_CONNECT_S, self._shake_hands)

    def _shake_hands(self) -> None:
        run = self._run
        assert run is not None
        if not self._wifi:
            return
        if not self._internet:
            # Device OS, system/src/system_utilities.cpp: backoff_period()
            run.failed_connects += 1
            self._led = led.NO_INTERNET
            self._later(2 ** min(7, (run.failed_connects - 1) // 5), self._connect_cloud)
            return
        run.failed_connects = 0
        self._led = led.CLOUD_HANDSHAKE
        self.notify(EVENT_CLOUD, 2)
        self._later(CLOUD_HANDSHAKE_S, self._connected_now)

    def _connected_now(self) -> None:
        run = self._run
        assert run is not None
        if self._connected or not self._wants_cloud or not self._wifi:
            return
        if not self._internet:
            self._connect_cloud()
            return
        if self.key_refused:
            self._led = led.KEY_REFUSED
            self._later(KEY_RETRY_S, self._connect_cloud)
            return
        self._connected = True
        self._led = led.SAFE_MODE if self.in_safe_mode else led.CLOUD_CONNECTED
        self.set_rtc(self._clock.now())
        self.notify(EVENT_CLOUD, 8)
        self.notify(EVENT_TIME_CHANGED, 1)
        run.last_background = self._clock.now()
        # With AUTOMATIC the description goes out when setup() has returned, else with the handshake.
        if run.setup_done or run.system_mode != AUTOMATIC:
            self._describe()
        self._cloud.connect(self)
        if self.subscriptions:
            self._cloud.subscribe(self)
        if self._announce_reset:
            self._announce_reset = False
            reason = _RESET_NAMES.get(self._reset_reason, "unknown")
            if self._reset_reason == RESET_PANIC:
                reason = panic.Panic(self._reset_data, "").published
            self._cloud.publish(self, DeviceEvent("spark/device/last_reset", reason))
            self._cloud.publish(self, DeviceEvent("spark/device/app-hash", self.firmware.hash.upper()))
        if self.in_safe_mode:
            self._cloud.publish(self, DeviceEvent("spark/status/safe-mode", "{}"))
        self._wake()

    def subscribe(self, index: int, prefix: str) -> None:
        """The sketch wants events whose name begins with `prefix`; `index` is that of its handler."""
        self.subscriptions[index] = prefix
        if self._connected:
            self._cloud.subscribe(self)

    def setup_finished(self) -> None:
        run = self._run
        assert run is not None
        run.setup_done = True
        if self._connected and run.system_mode == AUTOMATIC:
            self._describe()

    def _describe(self) -> None:
        self._described = (list(self.description.functions), dict(self.description.variables))

    def _disconnect(self, *, graceful: bool, reason: str) -> None:
        was_connected, self._connected = self._connected, False
        self._fail_answers(reason)
        if self._run is not None:
            self._run.messages.clear()
        if was_connected:
            self.notify(EVENT_CLOUD, 0)
            self._cloud.disconnect(self, graceful=graceful, reason=reason)

    def _fail_answers(self, reason: str) -> None:
        gone = DeviceGone(f"device {self._device_id}: {reason}")
        answers, self._answers = self._answers, {}
        for answer in answers.values():
            if not answer.done():
                answer.set_exception(gone)
                answer.exception()  # whoever asked may have given up waiting
        pings, self._pings = self._pings, []
        for ping in pings:
            if not ping.done():
                ping.set_result(False)

    # -- running the firmware --------------------------------------------------------------------

    def _wake(self) -> None:
        """Something has come for the firmware: let it run soon, if it waits for such a thing."""
        run = self._run
        if run is None or run.machine is None or run.wait is None or run.poll_scheduled:
            return
        for_messages = run.wait.flags & WAIT_FOR_MESSAGES
        if run.interrupts or run.interrupted or for_messages:
            run.poll_scheduled = True
            if run.timer is not None:
                run.timer.cancel()
            run.timer = self._clock.call_at(self._clock.now(), self._poll)
        elif not run.threaded:
            self._watch_blocking()

    def _input_changed(self, pin: int) -> None:
        run = self._run
        if run is None:
            return
        mode, level = self.pins.interrupts.get(pin), self.pins.view(pin)["digital"]
        if mode is not None and (mode == 0 or (mode == 1) == (level == 1)):
            run.interrupts.append(Message(INTERRUPT, 0, pin))
        run.interrupted = True
        self._wake()

    @staticmethod
    def _frozen(run: _Run) -> bool:
        """Without a system thread the sketch stands still during an update and in listening mode."""
        return (run.updating or run.console is not None) and not run.threaded and run.wait is not None

    def _thaw(self, run: _Run) -> None:
        if run.machine is not None and run.wait is not None and run.timer is None and not run.poll_scheduled:
            run.poll_scheduled = True
            run.timer = self._clock.call_at(self._clock.now(), self._poll)

    def _poll(self) -> None:
        run = self._run
        assert run is not None
        assert run.machine is not None
        run.poll_scheduled = False
        if self._frozen(run):
            run.timer = None
            return
        woken: int | None = None
        if run.wait is not None:
            woken = 0
            if run.interrupts or run.interrupted:
                woken |= WOKEN_BY_INTERRUPT
            if run.messages or run.system_events or self._pings:
                woken |= WOKEN_BY_MESSAGE
            if not woken:
                run.floor_us = max(run.floor_us, min(run.wait.until_us, self._latest_us(run)))
            run.interrupted = False
            run.wait = None
        outcome = run.machine.poll(woken)
        if run is not self._run:
            return
        if isinstance(outcome, wasm.Suspended):
            self._suspended(run, outcome)
        elif isinstance(outcome, wasm.Yielded):
            self._busy(run)
        else:
            self._died(run, outcome)

    def _latest_us(self, run: _Run) -> int:
        return round((self._clock.now() - run.started) * 1e6) + 1

    def _suspended(self, run: _Run, wait: wasm.Suspended) -> None:
        run.wait = wait
        if run.interrupts or (
            wait.flags & WAIT_FOR_MESSAGES and (run.messages or run.system_events or self._pings)
        ):
            self._wake()
            return
        if wait.until_us - self.uptime_us() >= LONG_WAIT_US:
            assert run.machine is not None
            run.machine.trim()
        if wait.until_us >= (1 << 62):
            run.timer = None  # until something comes
            return
        due = run.started + wait.until_us / 1e6
        run.timer = self._clock.call_at(self._budget.when(self, due), self._poll)
        if not run.threaded and not wait.flags & WAIT_FOR_MESSAGES:
            self._watch_blocking()

    def _busy(self, run: _Run) -> None:
        due = self._clock.now() + wasm.SLICE_SECONDS
        run.timer = self._clock.call_at(self._budget.when(self, due), self._poll)
        if not run.threaded:
            self._watch_blocking()

    def skipped(self, due: float, until: float) -> None:
        """Told by the budget: in a jump of the clock, this device's work from `due` to `until` was passed over."""
        if self._run is not None:
            self._run.last_background = until  # it did not block the cloud: it was not run
        self._trace.record(
            "skipped",
            f"{self.name or self._device_id}: {until - due:.0f} s were skipped over in a jump of the clock: "
            "millis() moved on, and each of its timers fired at most once",
            device=self._device_id,
        )

    def _watch_blocking(self) -> None:
        """Without a system thread: a sketch that lets nobody handle the cloud loses its connection."""
        run = self._run
        if run is None or run.blocked_check is not None or not self._connected:
            return

        def check() -> None:
            run.blocked_check = None
            if run is not self._run or not self._connected:
                return
            idle = run.wait is not None and run.wait.flags & WAIT_FOR_MESSAGES
            if idle:
                return
            if self._clock.now() - run.last_background >= BLOCKED_CLOUD_S - 1e-6:
                self._trace.record(
                    "device",
                    f"{self.name}: the sketch blocks the cloud for more than {BLOCKED_CLOUD_S:.0f} s: "
                    "the connection is lost",
                    device=self._device_id,
                )
                self._led = led.NETWORK_CONNECTED
                self._disconnect(graceful=False, reason="the sketch blocked the cloud connection")
            else:
                self._watch_blocking()

        run.blocked_check = self._clock.call_at(run.last_background + BLOCKED_CLOUD_S, check)

    def background_ran(self) -> None:
        """The firmware let the system work: without a system thread this is when pings are answered."""
        run = self._run
        assert run is not None
        run.last_background = self._clock.now()
        pings, self._pings = self._pings, []
        for ping in pings:
            if not ping.done():
                ping.set_result(True)
        if self._wants_cloud and not self._connected and self._wifi and self._led is led.NETWORK_CONNECTED:
            self._connect_cloud()

    def next_message(self) -> Message | None:
        run = self._run
        if run is None:
            return None
        queue = run.system_events or run.messages
        return queue.pop(0) if queue else None

    def next_interrupt(self) -> Message | None:
        run = self._run
        return run.interrupts.pop(0) if run is not None and run.interrupts else None

    def answered(self, id: int, value: VariableValue) -> None:
        answer = self._answers.pop(id, None)
        if answer is not None and not answer.done():
            answer.set_result(value)

    # -- the end of a run ------------------------------------------------------------------------

    def _died(self, run: _Run, trap: wasm.Trapped) -> None:
        assert run.machine is not None
        stop = run.machine.stop
        if isinstance(stop, ResetRequested):
            self._restart(stop.reason, stop.data, graceful=True)
            return
        if isinstance(stop, PowerCut):
            self.power_fails_at_write = False
            self._trace.record("device", f"{self.name}: {stop}", device=self._device_id)
            self.unplug()
            return
        if isinstance(stop, PanicRequested):
            died = stop.panic
        elif isinstance(stop, wasm.BadAddress):
            died = panic.Panic(1, str(stop))
        else:
            died = panic.from_trap(trap)
        self._trace.record(
            "panic",
            f"{self.name or self._device_id}: panic {died.code} ({died.name}): {died.explanation}",
            device=self._device_id,
            code=died.code,
            name=died.name,
        )
        self._end_run(graceful=False, reason=f"panic, {died.name}")
        self._run = _Run(started=self._clock.now())
        self.panicked, self._led = died, led.sos(died.code, died.name)
        self._later(led.sos_seconds(died.code), lambda: self._restart(RESET_PANIC, died.code, graceful=False))

    def _restart(self, reason: int, data: int = 0, *, graceful: bool) -> None:
        self._end_run(graceful=graceful, reason="reset")
        self._start(reason, data)

    def _stop(self, *, graceful: bool, reason: str) -> None:
        if self._run is not None:
            self._end_run(graceful=graceful, reason=reason)

    def _end_run(self, *, graceful: bool, reason: str) -> None:
        run = self._run
        assert run is not None
        self.wanted_system_events = 0  # nobody is left to hear of the end
        self._disconnect(graceful=graceful, reason=reason)
        self._run, self._wifi = None, False
        for timer in (*run.steps, run.timer, run.blocked_check):
            if timer is not None:
                timer.cancel()
        if run.machine is not None:
            address, size = run.retained
            if size:
                self._backup_memory = run.machine.read(address, size)
            run.machine.close()

    def close(self) -> None:
        """Let go of the firmware; the board is not used any more."""
        self._stop(graceful=False, reason="the house closed")
        self._budget.leave()

    # -- what the firmware asks of the board -----------------------------------------------------

    def publish(self, event: DeviceEvent) -> int:
        """0, or Device OS's error: not connected, or too many events."""
        if not self._connected:
            return ERROR_INVALID_STATE
        if self._run is not None and self._run.updating:
            return ERROR_BUSY
        if not self._publisher.allows(self.uptime_us() // 1000):
            self._refused_events += 1
            if self._clock.now() - self._told_of_refusal >= REFUSALS_TOLD_EVERY_S:
                self._told_of_refusal = self._clock.now()
                self._trace.record(
                    "device",
                    f"{self.name}: event {event.name!r} refused: more than 4 in a second",
                    device=self._device_id,
                    refused=self._refused_events,
                )
            return ERROR_LIMIT_EXCEEDED
        if self._internet:  # else it is written into a connection that leads nowhere
            self._cloud.publish(self, event)
        return 0

    def vitals(self) -> Vitals:
        """What Device OS measures: the cloud shows it as the device's diagnostics."""
        return Vitals(self._refused_events, self.uptime_us() // 1_000_000)

    def cloud_operation(self, operation: int) -> int:
        """Operations of photon_host.h; 1 or 0."""
        if operation == 0:
            return int(self._connected)
        if operation == 1 and not self._wants_cloud:
            self._wants_cloud = True
            self._connect()
        elif operation == 2:
            self._wants_cloud = False
            self._led = led.NETWORK_CONNECTED if self._wifi else led.NETWORK_OFF
            self._disconnect(graceful=True, reason="the sketch disconnected")
        elif operation == 3:
            if self._connected:
                self.set_rtc(self._clock.now())
            return int(self._connected)
        elif operation == 4:
            return int(self._wifi)
        elif operation == 20:
            self.listen()
        elif operation == 21:
            return int(self.listening)
        elif operation == 22:
            self.leave_listening()
        elif operation == 23:
            return int(bool(self.credentials))
        elif operation == 24:
            self.clear_credentials()
        elif operation == 5 and not self._wifi:
            self._connect()
        elif operation == 6:
            self._wants_cloud = self._wifi = False
            self._led = led.NETWORK_OFF
            self._disconnect(graceful=True, reason="the sketch switched Wi-Fi off")
        return 1

    def out_of_memory(self, wanted: int, free_bytes: int) -> None:
        """An allocation was refused; said once in a run."""
        run = self._run
        if run is None or run.out_of_memory:
            return
        run.out_of_memory = True
        self._trace.record(
            "device",
            f"{self.name}: out of memory: {wanted:,} bytes were asked for, {free_bytes:,} are free; "
            "malloc() and new give a null pointer",
            device=self._device_id,
        )

    def retain(self, address: int, size: int) -> bytes:
        """Remember where the retained variables are; what they had before the reset, empty after a loss of power."""
        if self._run is not None:
            self._run.retained = (address, size)
        return self._backup_memory

    def random_seed(self) -> int:
        # Repeatable for a device in one house, different between devices.
        return random.Random(f"{self._device_id}{self._reset_reason}").getrandbits(31)

    def text(self, what: int) -> str:
        """Texts of photon_host.h."""
        host = int(self._device_id[-2:], 16) % 250 + 2
        values = {
            0: self._device_id,
            1: self._system_version,
            2: home.ssid if self._wifi and (home := joined(self.networks, self.credentials)) else "",
            3: f"6c0b84{self._device_id[-6:]}",
            4: f"192.168.1.{host}" if self._wifi else "0.0.0.0",
        }
        return values[what]

    def number(self, what: int) -> int:
        """Numbers of photon_host.h."""
        if what == 4:
            return 0 if self._button_since is None else round((self._clock.now() - self._button_since) * 1000)
        if what == 5:
            major, minor, patch = _version(self._system_version)
            return major << 24 | minor << 16 | patch << 8
        values = {
            0: self._reset_reason,
            1: self._reset_data,
            2: -50 if self._wifi else 2,
            3: int(self._rtc_valid),
            6: int(self.rgb.controlled),
            7: self.rgb.brightness,
            8: self._heap_bytes,
        }
        return values[what]


def _ignore(_firmware: wasm.Firmware) -> None:
    """Nobody wants to know of an update."""


_loaded: dict[bytes, wasm.Firmware] = {}


def load_firmware(image: bytes) -> wasm.Firmware:
    """The firmware in `image`, compiled once in a process. Raises wasm.FirmwareError."""
    if image not in _loaded:
        _loaded[image] = wasm.Firmware(image, DeviceHost)
    return _loaded[image]


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
