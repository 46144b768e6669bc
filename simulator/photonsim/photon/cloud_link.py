"""A board's connection to Particle's cloud: handshake, description, events, and how it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.photon import led, panic
from photonsim.photon.codes import (
    AUTOMATIC,
    ERROR_BUSY,
    ERROR_INVALID_STATE,
    ERROR_LIMIT_EXCEEDED,
    EVENT_CLOUD,
    EVENT_TIME_CHANGED,
    RESET_NAMES,
    RESET_PANIC,
    SYSTEM_PASS_S,
)
from photonsim.photon.describe import NOTHING_TOLD, Description, PublishLimiter, told
from photonsim.ports import DeviceEvent

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon
    from photonsim.ports import DeviceCloud

#: Seconds that connecting and the handshake take. Device OS gives no figures; a Photon at home takes about this.
CLOUD_CONNECT_S = 0.3
CLOUD_HANDSHAKE_S = 0.7
#: How long the cloud's name is looked up where no answer comes, in seconds (hal/src/photon/inet_hal.cpp).
LOOKUP_S = 5.0
#: Between two handshakes when the first was refused, in seconds: the sum of Device OS's back-off at its beginning.
KEY_RETRY_S = 5.0
#: Seconds until a connection is given up that carries nothing any more: a ping after 15, no answer for 10.
CLOUD_LOST_S = 25.0
#: A sketch that floods the cloud with events is told of once in this time, in seconds.
REFUSALS_TOLD_EVERY_S = 1.0

# Parameters of the system event cloud_status (system/inc/system_event.h).
_DISCONNECTED, _CONNECTING, _HANDSHAKE, _CONNECTED = 0, 1, 2, 8


#: What the LED shows on the way to the cloud and there.
_LED_TOWARDS_CLOUD = (
    led.CLOUD_CONNECTING,
    led.CLOUD_HANDSHAKE,
    led.CLOUD_CONNECTED,
    led.NO_INTERNET,
    led.KEY_REFUSED,
)


class CloudLink:
    """Connects when Wi-Fi is ready and the system or the sketch wants it, again and again until it succeeds."""

    __slots__ = (
        "_announce_reset",
        "_board",
        "_cloud",
        "_failed_connects",
        "_limiter",
        "_told_of_refusal",
        "connected",
        "described",
        "description",
        "key_refused",
        "reachable",
        "refused_events",
        "subscriptions",
        "synced_ms",
        "wanted",
    )

    def __init__(self, board: Photon, cloud: DeviceCloud) -> None:
        self._board, self._cloud = board, cloud
        #: The way from the access point to the cloud is there.
        self.reachable = True
        #: The cloud has another key of this device, so that no handshake succeeds.
        self.key_refused = False
        #: The system or the sketch wants a connection.
        self.wanted = False
        #: The board believes that it is connected.
        self.connected = False
        self.reset()

    def reset(self) -> None:
        """The board starts again: nothing is registered, and the next handshake tells why it did."""
        #: What the sketch has registered, and what of it the cloud has been told: functions and variables.
        self.description = Description(self._board.limits)
        self.described = NOTHING_TOLD
        #: Prefixes of event names, by the index of the handler.
        self.subscriptions: dict[int, str] = {}
        self.refused_events = 0
        self._limiter = PublishLimiter()
        self._told_of_refusal = float("-inf")
        #: Milliseconds of the board at which the cloud has last set its clock; 0 before the first time.
        self.synced_ms = 0
        self._failed_connects = 0
        self._announce_reset = True

    # -- connecting --------------------------------------------------------------------------------

    def want(self) -> None:
        """Connect as soon as that is possible; Wi-Fi is switched on for it."""
        self.wanted = True
        self._board.station.connect()

    def unwant(self) -> None:
        """The sketch wants no connection any more. It ends when the system next works: the wish is only a flag."""
        self.wanted = False
        if self._board.run is not None and self._board.run.threaded:
            self._board.later(SYSTEM_PASS_S, self.leave_when_unwanted)

    def leave_when_unwanted(self) -> None:
        """Say goodbye to the cloud if the sketch has wished it."""
        board = self._board
        if self.wanted or board.system_led not in _LED_TOWARDS_CLOUD:
            return
        board.system_led = led.NETWORK_CONNECTED
        self.disconnect(graceful=True, reason="the sketch disconnected")

    def connect(self) -> None:
        """Begin with the connection; Wi-Fi is ready."""
        board = self._board
        if board.listening or self.connected or not self.wanted:
            return
        board.system_led = led.CLOUD_CONNECTING
        board.notify(EVENT_CLOUD, _CONNECTING)
        board.work(CLOUD_CONNECT_S if self.reachable else LOOKUP_S, self._shake_hands)

    def _shake_hands(self) -> None:
        board = self._board
        if not board.station.ready or not self.wanted:
            return
        if not self.reachable:
            # Device OS, system/src/system_utilities.cpp: backoff_period()
            self._failed_connects += 1
            board.system_led = led.NO_INTERNET
            board.later(2 ** min(7, (self._failed_connects - 1) // 5), self.connect)
            return
        self._failed_connects = 0
        board.system_led = led.CLOUD_HANDSHAKE
        board.notify(EVENT_CLOUD, _HANDSHAKE)
        board.work(CLOUD_HANDSHAKE_S, self._shaken)

    def _shaken(self) -> None:
        board = self._board
        if self.connected or not self.wanted or not board.station.ready:
            return
        if not self.reachable:
            self.connect()
        elif self.key_refused:
            board.system_led = led.KEY_REFUSED
            board.later(KEY_RETRY_S, self.connect)
        else:
            self._begin()

    def _begin(self) -> None:
        board, run = self._board, self._board.run
        assert run is not None
        self.connected = True
        board.system_led = led.SAFE_MODE if board.in_safe_mode else led.CLOUD_CONNECTED
        self.sync_time()
        board.notify(EVENT_CLOUD, _CONNECTED)
        board.notify(EVENT_TIME_CHANGED, 1)
        run.background_ran(board.clock.now())
        # With AUTOMATIC the description goes out when setup() has returned, else with the handshake.
        if run.setup_done or run.system_mode != AUTOMATIC:
            self.describe()
        self._cloud.connect(board)
        if self.subscriptions:
            self._cloud.subscribe(board)
        board.listening_mode.take_to_cloud()
        if self._announce_reset:
            self._announce_reset = False
            self._tell_of_reset()
        if board.in_safe_mode:
            self._cloud.publish(board, DeviceEvent("spark/status/safe-mode", "{}"))
        run.wake()

    def sync_time(self) -> None:
        """The cloud tells the time."""
        self._board.set_rtc(self._board.clock.now())
        self.synced_ms = self._board.uptime_us() // 1000

    def _tell_of_reset(self) -> None:
        board = self._board
        reason = RESET_NAMES.get(board.reset_reason, "unknown")
        if board.reset_reason == RESET_PANIC:
            reason = panic.Panic(board.reset_data, "").published
        self._cloud.publish(board, DeviceEvent("spark/device/last_reset", reason))
        self._cloud.publish(board, DeviceEvent("spark/device/app-hash", board.firmware.hash.upper()))

    def describe(self) -> None:
        """Tell the cloud what is registered now."""
        self.described = told(tuple(self.description.functions), tuple(self.description.variables.items()))

    def subscribe(self, index: int, prefix: str) -> None:
        """The sketch wants events whose name begins with `prefix`; `index` is that of its handler."""
        self.subscriptions[index] = prefix
        if self.connected:
            self._cloud.subscribe(self._board)

    # -- how it ends -------------------------------------------------------------------------------

    def disconnect(self, *, graceful: bool, reason: str) -> None:
        """End the connection, if there is one: with a goodbye, or by silence."""
        was_connected, self.connected = self.connected, False
        self._board.requests.fail(reason)
        if self._board.run is not None:
            self._board.run.forget_messages()
        if was_connected:
            self._board.notify(EVENT_CLOUD, _DISCONNECTED)
            self._cloud.disconnect(self._board, graceful=graceful, reason=reason)

    def blocked(self) -> None:
        """The sketch has let nobody handle the connection for too long."""
        self._board.system_led = led.NETWORK_CONNECTED
        self.disconnect(graceful=False, reason="the sketch blocked the cloud connection")

    def set_reachable(self, reachable: bool) -> None:
        """Cut the way to the cloud, or mend it: the cloud gets no answers at once, the board notices later."""
        self.reachable = reachable
        if reachable or not self.connected:
            return
        self._board.requests.fail("the internet was cut")
        self._cloud.disconnect(self._board, graceful=False, reason="the internet was cut")
        self._board.later(CLOUD_LOST_S, self._notice_loss)

    def _notice_loss(self) -> None:
        if self.connected:
            self.connected = False
            self._board.notify(EVENT_CLOUD, _DISCONNECTED)
            self._board.system_led = led.NETWORK_CONNECTED
            self.connect()

    def background_ran(self) -> None:
        """The sketch lets the system work again: a connection that it had blocked is made anew."""
        board = self._board
        self.leave_when_unwanted()
        if (
            self.wanted
            and not self.connected
            and board.station.ready
            and board.system_led is led.NETWORK_CONNECTED
        ):
            self.connect()

    # -- events ------------------------------------------------------------------------------------

    def publish(self, event: DeviceEvent) -> int:
        """An event of the sketch: 0, or Device OS's error when there is no connection or there are too many."""
        board = self._board
        if not self.connected:
            return ERROR_INVALID_STATE
        if board.updates.active:
            return ERROR_BUSY
        if not self._limiter.allows(board.uptime_us() // 1000):
            self.refused_events += 1
            if board.clock.now() - self._told_of_refusal >= REFUSALS_TOLD_EVERY_S:
                self._told_of_refusal = board.clock.now()
                board.tell(
                    f"event {event.name!r} refused: more than 4 in a second", refused=self.refused_events
                )
            return ERROR_LIMIT_EXCEEDED
        if self.reachable:  # else it is written into a connection that leads nowhere
            self._cloud.publish(board, event)
        return 0

    def publish_of_system(self, name: str, data: str) -> None:
        """An event of Device OS itself, which counts in no limit; lost without a connection."""
        if self.connected:
            self._cloud.publish(self._board, DeviceEvent(name, data))
