"""Listening mode: how it begins and ends, and its serial dialogue, byte for byte."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.photon import led
from photonsim.photon.build import built_firmware
from photonsim.photon.listening import SetupConsole
from photonsim.photon.photon import Photon, load_firmware
from photonsim.photon.wasm import Firmware
from photonsim.photon.wifi import HOME, Network, Refusal, Security, joined, kept_as, remember

from .conftest import Bench

Sketch = Callable[[str], Firmware]
SAVED = (
    b"Thanks! Wait while I save those credentials...\r\n\r\nAwesome. Now we'll connect!\r\n\r\n"
    b"If you see a pulsing cyan light, your device \r\nhas connected to the Cloud and is ready to go!\r\n\r\n"
    b"If your LED flashes red or you encounter any other problems,\r\nvisit https://www.particle.io/support to debug.\r\n\r\n"
    b"    Particle <3 you!\r\n\r\n"
)
SECURITY = b"Security 0=unsecured, 1=WEP, 2=WPA, 3=WPA2, 4=WPA Enterprise, 5=WPA2 Enterprise: "
CIPHER = b"Security Cipher 1=AES, 2=TKIP, 3=AES+TKIP: "


class Board:
    """What the console needs of a board."""

    device_id = "0123456789abcdef01234567"
    mac_address = "6c:0b:84:01:02:03"
    system_version = "2.3.1"
    claimed = True
    networks = (HOME, Network("cafe", security=Security.UNSECURED))

    def __init__(self, accepts: bool = True) -> None:
        self.said = bytearray()
        self.saved: list[Network] = []
        self.left = 0
        self.claim_code = ""
        self.accepts = accepts
        self.console = SetupConsole(self, self.said.extend)

    def modules_json(self) -> str:
        return '"p":6,"m":[]'

    def diagnostics_json(self) -> str:
        return '{"sys:uptime":7}'

    def save_credentials(self, network: Network) -> bool:
        self.saved.append(network)
        return self.accepts

    def set_claim_code(self, code: str) -> None:
        self.claim_code = code

    def leave_listening(self) -> None:
        self.left += 1

    def listen_at_start(self) -> None:
        self.left += 100

    # Firmware over the serial port is the subject of test_ymodem.py.
    def begin_update(self) -> bool:
        return False

    def store_update(self, image: bytes) -> int:
        raise AssertionError("nothing begins")

    def give_up_update(self) -> None:
        pass

    def restart_updated(self) -> None:
        raise AssertionError("nothing begins")

    def now(self) -> float:
        return 0.0

    def later(self, seconds: float, step: Callable[[], None]) -> None:
        """Time stands still."""


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ([b"i"], b"Your device id is 0123456789abcdef01234567\r\n"),
        ([b"m"], b"Your device MAC address is\r\n6c:0b:84:01:02:03\r\n"),
        ([b"v"], b"system firmware version: 2.3.1\n\r\n"),
        ([b"s"], b'{"p":6,"m":[]}\r\n'),
        ([b"d"], b'{"sys:uptime":7}\r\n'),
        ([b"c"], b"Device claimed: yes\r\n"),
        ([b"x"], b""),
        ([b"q\r\n"], b""),
        ([b"f"], b"Waiting for the binary file to be sent ... (press 'a' to abort)\r\n"),
        (
            [b"C", b"abc\r"],
            b"Enter 63-digit claim code: abc\r\nSorry, claim code is not 63 characters long. Claim code unchanged.\r\n",
        ),
        (
            [b"C", b"A" * 63 + b"\r"],
            b"Enter 63-digit claim code: " + b"A" * 63 + b"\r\nClaim code set to: " + b"A" * 63 + b"\r\n",
        ),
        (
            [b"w", b"\r", b"photonlinx\x7fk\r\n", b"alexa says hello\r"],
            b"SSID: \r\nSSID: photonlinx\x7fk\r\nPassword: alexa says hello\r\n" + SAVED,
        ),
        # An open network has no cipher, and the board asks for one all the same.
        ([b"w", b"cafe\n", b"1\n"], b"SSID: cafe\r\n" + CIPHER + b"1\r\n" + SAVED),
        (
            [b"w", b"attic\r", b"9\r", b"3\r", b"1\r", b"secret\r"],
            b"SSID: attic\r\n"
            + SECURITY
            + b"9\r\n"
            + SECURITY
            + b"3\r\n"
            + CIPHER
            + b"1\r\nPassword: secret\r\n"
            + SAVED,
        ),
        (
            [b"w", b"office\r", b"5\r", b"1\r", b"0\r", b"me\r", b"secret\r", b"\r", b"\r"],
            b"SSID: office\r\n"
            + SECURITY
            + b"5\r\n"
            + CIPHER
            + b"1\r\nEAP Type 0=PEAP/MSCHAPv2, 1=EAP-TLS: 0\r\n"
            b"Username: me\r\nPassword: secret\r\nOuter identity (optional): \r\n"
            b"Root CA in PEM format (optional):\r\n\r\n" + SAVED,
        ),
    ],
)
def test_the_dialogue_byte_for_byte(typed: list[bytes], answer: bytes) -> None:
    board = Board()
    for piece in typed:
        board.console.feed(piece)
    assert bytes(board.said) == answer


def test_what_is_saved_is_what_was_typed() -> None:
    board = Board()
    for piece in (b"w", b"attic\r", b"2\r", b"2\r", b"pass word\r"):
        board.console.feed(piece)
    assert board.saved == [Network("attic", "pass word", Security.WPA, 2)]
    assert board.left == 1


def test_credentials_that_are_refused_keep_it_listening() -> None:
    board = Board(accepts=False)
    for piece in (b"w", b"cafe\r", b"1\r"):
        board.console.feed(piece)
    assert bytes(board.said).endswith(b"Derp. Sorry, we couldn't save the credentials.\r\n\r\n")
    assert board.left == 0


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_no_bytes_upset_the_console(pieces: list[bytes]) -> None:
    board = Board()
    for piece in pieces:
        board.console.feed(piece)
    board.console.feed(b"\r" * 3)


def test_the_oldest_of_six_networks_is_forgotten() -> None:
    kept: tuple[Network, ...] = ()
    for number in range(6):
        kept = remember(kept, Network(f"net{number}"))
    assert [one.ssid for one in kept] == ["net1", "net2", "net3", "net4", "net5"]
    assert joined((HOME,), (Network(HOME.ssid, "wrong"),)) is None
    assert joined((HOME,), (HOME, Network("elsewhere"))) == HOME


@pytest.fixture
def board(bench: Bench) -> Photon:
    return bench.photon(load_firmware(built_firmware()))


async def online(bench: Bench, board: Photon) -> None:
    board.plug_in()
    await bench.clock.sleep(10)
    assert board.online


def test_three_seconds_of_setup_begin_listening_and_three_more_end_it(bench: Bench, board: Photon) -> None:
    async def scenario() -> None:
        await online(bench, board)
        board.press("SETUP", 2.9)
        await bench.clock.sleep(4)
        assert board.online
        board.press("SETUP", 3.5)
        await bench.clock.sleep(3.1)
        assert board.status_led == led.LISTENING
        assert not board.online
        assert bench.cloud.disconnects == [(board.device_id, True)]
        await bench.clock.sleep(100)
        assert board.listening
        board.press("SETUP", 3.5)
        await bench.clock.sleep(15)
        assert board.online

    bench.run(scenario())


def test_ten_seconds_clear_the_credentials_and_new_ones_are_taken_over_serial(
    bench: Bench, board: Photon
) -> None:
    async def scenario() -> None:
        await online(bench, board)
        board.listen()
        board.press("SETUP", 10.5)
        await bench.clock.sleep(10.2)
        assert board.status_led == led.CREDENTIALS_CLEARED
        await bench.clock.sleep(3)
        assert board.status_led == led.LISTENING
        board.reset()
        await bench.clock.sleep(10)
        assert board.listening  # nothing to connect with
        for typed in (b"w", b"photonlink\r", b"wrong password\r"):
            board.serial_input(typed)
        await bench.clock.sleep(10)
        assert board.status_led == led.NETWORK_CONNECTING
        await bench.clock.sleep(30)
        assert board.status_led == led.LISTENING  # new credentials that don't work: it asks again
        for typed in (b"w", b"photonlink\r", b"alexa says hello\r"):
            board.serial_input(typed)
        await bench.clock.sleep(10)
        assert board.online

    bench.run(scenario())


@pytest.mark.parametrize(
    ("held", "signal", "comes_online"),
    [
        (0.5, led.CLOUD_CONNECTED, True),
        (2, led.SAFE_MODE, True),
        (5, led.DFU, False),
        (11, led.LISTENING, False),
    ],
)
def test_reset_with_setup_held(
    bench: Bench, board: Photon, held: float, signal: led.LedSignal, comes_online: bool
) -> None:
    async def scenario() -> None:
        await online(bench, board)
        board.press("RESET", hold_setup=held)
        await bench.clock.sleep(10)
        assert board.status_led == signal
        assert board.online == comes_online
        board.credentials = (HOME,)
        board.reset()
        await bench.clock.sleep(10)
        assert board.status_led == led.CLOUD_CONNECTED

    bench.run(scenario())


@pytest.mark.parametrize(
    ("baud", "signal"), [(28_800, led.LISTENING), (14_400, led.DFU), (9_600, led.CLOUD_CONNECTED)]
)
def test_two_line_speeds_mean_something(
    bench: Bench, board: Photon, baud: int, signal: led.LedSignal
) -> None:
    async def scenario() -> None:
        await online(bench, board)
        board.serial_speed(baud)
        await bench.clock.sleep(1)
        assert board.status_led == signal

    bench.run(scenario())


def test_key_l_listens_in_safe_mode(bench: Bench, board: Photon) -> None:
    async def scenario() -> None:
        await online(bench, board)
        board.listen()
        board.serial_input(b"L")
        await bench.clock.sleep(5)
        assert board.in_safe_mode
        assert board.listening

    bench.run(scenario())


SKETCH = r"""
SYSTEM_THREAD(%s);
String heard;
int loops = 0;
void hear(system_event_t event, int parameter) { heard += String::format("%%d:%%d ", (int)__builtin_ctzll(event), parameter); }
int act(String how) {
    if (how == "listen") WiFi.listen();
    if (how == "set") return WiFi.setCredentials("attic", "secret words", WPA2, WLAN_CIPHER_AES);
    if (how == "clear") WiFi.clearCredentials();
    if (how == "has") return WiFi.hasCredentials();
    if (how == "safe") System.enterSafeMode();
    if (how == "dfu") System.dfu();
    return WiFi.listening();
}
void setup() {
    System.on(setup_begin + setup_end + network_credentials + button_status + button_click + button_final_click, hear);
    Particle.function("act", act);
    Particle.variable("heard", heard);
    Particle.variable("loops", loops);
}
void loop() { loops++; delay(100); }
"""


def test_a_sketch_hears_clicks_and_how_long_the_button_was_held(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH % "ENABLED"))

    async def scenario() -> None:
        await online(bench, board)
        for seconds in (0.1, 0.2, 0.01, 1.0):
            board.press("SETUP", seconds)
            await bench.clock.sleep(seconds + 0.3)
        await bench.clock.sleep(2)
        assert await board.read_variable("heard") == "7:0 7:100 12:1 7:0 7:200 12:2 7:0 7:10 7:0 13:2 7:1000 "
        board.press("SETUP", 0.1)
        await bench.clock.sleep(2)
        assert str(await board.read_variable("heard")).endswith("7:0 7:100 12:1 13:1 ")

    bench.run(scenario())


@pytest.mark.parametrize(("threaded", "runs"), [("ENABLED", True), ("DISABLED", False)])
def test_loop_stops_in_listening_mode_without_a_system_thread(
    bench: Bench, sketch: Sketch, threaded: str, runs: bool
) -> None:
    board = bench.photon(sketch(SKETCH % threaded))

    async def scenario() -> None:
        await online(bench, board)
        before = int(await board.read_variable("loops"))
        board.listen()
        await bench.clock.sleep(30)
        board.leave_listening()
        await bench.clock.sleep(5)
        passed = int(await board.read_variable("loops")) - before
        assert (passed > 250) == runs
        assert "1:0 3:30000 " in str(await board.read_variable("heard"))

    bench.run(scenario())


def test_a_sketch_uses_wifi_credentials(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH % "ENABLED"))

    async def scenario() -> None:
        await online(bench, board)
        assert await board.call_function("act", "has") == 1
        assert await board.call_function("act", "set") == 1
        assert board.credentials[-1] == Network("attic", "secret words", Security.WPA2, 1)
        await board.call_function("act", "clear")
        assert await board.call_function("act", "has") == 0
        assert await board.read_variable("heard") == "4:1 "  # clearing is told by listening mode only
        await board.call_function("act", "listen")  # a flag for the system: the function still answers
        await bench.clock.sleep(0.1)
        assert board.listening

    bench.run(scenario())


@pytest.mark.parametrize(("how", "signal"), [("safe", led.SAFE_MODE), ("dfu", led.DFU)])
def test_a_sketch_can_ask_for_safe_mode_and_dfu(
    bench: Bench, sketch: Sketch, how: str, signal: led.LedSignal
) -> None:
    board = bench.photon(sketch(SKETCH % "ENABLED"))

    async def scenario() -> None:
        await online(bench, board)
        with pytest.raises(ConnectionError):
            await board.call_function("act", how)
        await bench.clock.sleep(10)
        assert board.status_led == signal

    bench.run(scenario())


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (("open", None, 0, 0), Network("open", "", Security.UNSECURED, None)),
        (("attic", "secret words", 3, 1), Network("attic", "secret words", Security.WPA2, 1)),
        (("attic", "", 3, 0), Network("attic", "", Security.UNSECURED, None)),
        (("attic", "secret words", 3, 0), Refusal.CIPHER_REQUIRED),
        (("photonlink", "secret words", 3, 0), Network("photonlink", "secret words", Security.WPA2, 1)),
        (("photonlink", "secret words", 2, 0), Network("photonlink", "secret words", Security.WPA2, 1)),
        (("photonlink", "secret words", 255, 0), Network("photonlink", "secret words", Security.WPA2, 1)),
        (("attic", "secret", 3, 1), Refusal.KEY_LENGTH),
        (("attic", None, 2, 2), Refusal.KEY_LENGTH),
        (("attic", "k" * 65, 3, 1), Refusal.KEY_LENGTH),
        (("attic", "four", 1, 0), Refusal.KEY_LENGTH),
        (("", "secret words", 3, 1), Refusal.SSID_LENGTH),
        (("n" * 33, "secret words", 3, 1), Refusal.SSID_LENGTH),
        (("office", "", 5, 1), Network("office", "", Security.WPA2_ENTERPRISE, 1)),
        # A number that is no security is none, and no error; with a cipher nothing can be joined by it.
        (("attic", "secret words", 7, 0), Network("attic", "secret words", Security.UNSECURED, None)),
        (("attic", "secret words", 7, 1), Network("attic", "secret words", Security.NOT_SET, 1)),
        (("attic", "secret words", 259, 1), Network("attic", "secret words", Security.WPA2, 1)),
    ],
)
def test_credentials_are_kept_or_refused_as_by_the_board(
    asked: tuple[str, str | None, int, int], kept: Network | Refusal
) -> None:
    assert kept_as(*asked, around=(HOME,)) == kept


def test_new_credentials_of_a_known_network_keep_its_place() -> None:
    kept = remember((Network("a"), Network("b")), Network("a", "other"))
    assert kept == (Network("a", "other"), Network("b"))
    one, other = (Network(name, security=Security.WPA2_ENTERPRISE) for name in "cd")
    assert remember(remember(kept, one), other) == (*kept, other)


def test_a_claim_code_goes_to_the_cloud_until_it_is_taken(bench: Bench, board: Photon) -> None:
    code = "A" * 63

    def codes_shown() -> list[str | None]:
        return [event.data for event in bench.cloud.events if event.name == "spark/device/claim/code"]

    async def scenario() -> None:
        board.listening_mode.claimed = False
        said = bytearray()
        board.serial[0].listeners.append(said.extend)
        board.plug_in()
        await bench.clock.sleep(5)
        board.listen()
        for typed in (b"c", b"C", code.encode() + b"\r", b"x"):
            board.serial_input(typed)
        assert said.startswith(b"Device claimed: no\r\n")
        await bench.clock.sleep(10)
        assert codes_shown() == [code]
        board.reset()
        await bench.clock.sleep(10)
        assert codes_shown() == [code, code]
        board.deliver_event("spark/device/claim/done", None)
        board.reset()
        await bench.clock.sleep(10)
        assert codes_shown() == [code, code]
        board.listen()
        said.clear()
        board.serial_input(b"c")
        assert said == b"Device claimed: yes\r\n"

    bench.run(scenario())


@pytest.mark.parametrize(("pin", "is_deaf"), [("D0", True), ("A5", True), ("D2", False)])
def test_an_interrupt_on_its_line_takes_the_setup_button_away(
    bench: Bench, sketch: Sketch, pin: str, is_deaf: bool
) -> None:
    board = bench.photon(
        sketch(
            f"SYSTEM_THREAD(ENABLED); void edge() {{}} void setup() {{ attachInterrupt({pin}, edge, CHANGE); }}"
        )
    )

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(5)
        board.press("SETUP", 4)
        await bench.clock.sleep(5)
        assert board.listening is not is_deaf
        told = [line for line in bench.summaries("device") if "the SETUP button does nothing" in line]
        assert len(told) == is_deaf

    bench.run(scenario())
