"""The serial port of a simulated Photon, by pyserial and by our own command."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import serial

from .conftest import PHOTONLINK, RunningHouse, hears_ctrl_c

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals"),
]

PATIENCE_S = 20.0


def wait_for(condition: Callable[[], Any]) -> Any:
    """What `condition` returns as soon as it is true."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := condition():
            return found
    pytest.fail("what was waited for did not come")


@pytest.fixture
def house(start_house: Callable[..., RunningHouse]) -> RunningHouse:
    return start_house()


def led(house: RunningHouse) -> str:
    return str(house.state()["devices"][0]["status_led"]["meaning"])


@pytest.fixture
def port(house: RunningHouse) -> Iterator[serial.Serial]:
    with serial.Serial(house.facts["devices"][0]["serial"], 9600, timeout=PATIENCE_S) as line:
        yield line


def test_the_line_speed_begins_listening_and_the_dialogue_comes_byte_for_byte(
    house: RunningHouse, port: serial.Serial
) -> None:
    device_id = house.facts["devices"][0]["id"]
    port.baudrate = 28_800
    wait_for(lambda: led(house).startswith("listening"))
    for typed, answer in (
        (b"i", f"Your device id is {device_id}\r\n"),
        (b"v", "system firmware version: 2.3.1\n\r\n"),
        (b"c", "Device claimed: yes\r\n"),
        (b"w", "SSID: "),
        (b"photonlink\r", "photonlink\r\nPassword: "),
        (b"alexa says hello\r", "alexa says hello\r\nThanks! Wait while I save those credentials...\r\n\r\n"),
    ):
        port.write(typed)
        assert port.read(len(answer)).decode() == answer
    assert port.read_until(b"    Particle <3 you!\r\n\r\n").startswith(b"Awesome. Now we'll connect!\r\n\r\n")
    wait_for(lambda: led(house) == "connected to the cloud")


def test_the_other_speed_is_dfu_mode(house: RunningHouse, port: serial.Serial) -> None:
    port.baudrate = 14_400
    wait_for(lambda: led(house).startswith("DFU mode"))


def setup(*arguments: str, house: RunningHouse) -> pexpect.spawn[str]:
    url = str(house.facts["dashboard"])
    command = [*arguments, "--house-url", url]
    return pexpect.spawn(
        str(PHOTONLINK), ["device", *command], encoding="utf-8", timeout=30, preexec_fn=hears_ctrl_c
    )


def test_setup_gives_a_photon_its_wifi_and_shows_no_password(house: RunningHouse) -> None:
    with setup("setup", house=house) as terminal:
        terminal.expect("SSID")
        terminal.sendline("photonlink")
        terminal.expect("Password: ")
        terminal.sendline("alexa says hello")
        terminal.expect("Saved. The Photon connects now")
        terminal.expect(pexpect.EOF)
        assert "alexa says hello" not in str(terminal.before)
    assert terminal.exitstatus == 0
    wait_for(lambda: led(house) == "connected to the cloud")


def test_setup_asks_for_the_security_of_a_network_that_is_not_seen(house: RunningHouse) -> None:
    with setup("setup", "--ssid", "attic", "--password", "secret words", house=house) as terminal:
        terminal.expect(r"does not see a network named 'attic'.*--security")
        terminal.expect(pexpect.EOF)
    assert terminal.exitstatus == 1


def test_a_wrong_password_is_seen_at_the_led(house: RunningHouse) -> None:
    with setup("setup", "--ssid", "photonlink", "--password", "wrong words", house=house) as terminal:
        terminal.expect("Saved")
        terminal.expect(pexpect.EOF)
    wait_for(lambda: led(house) == "connecting to Wi-Fi")


def test_a_port_that_is_not_there_is_said(house: RunningHouse, tmp_path: Path) -> None:
    said = house.command("device", "monitor", "--port", str(tmp_path / "ttyNone"))
    assert said.returncode == 2
    assert "could not be used" in said.stderr


def test_monitor_shows_what_a_sketch_prints(start_house: Callable[..., RunningHouse], tmp_path: Path) -> None:
    sketch = tmp_path / "talker" / "talker.ino"
    sketch.parent.mkdir()
    sketch.write_text(
        """SYSTEM_THREAD(ENABLED);
        void setup() { Serial.begin(9600); }
        void loop() { Serial.println("a line of the log"); while (Serial.available()) Serial.write(Serial.read()); delay(200); }"""
    )
    house = start_house("--firmware", str(sketch), "--no-link")
    with setup("monitor", house=house) as terminal:
        terminal.expect("a line of the log\r\n")
        terminal.expect("a line of the log\r\n")
        terminal.sendintr()
        terminal.expect(pexpect.EOF)
    assert terminal.exitstatus == 0
    with serial.Serial(house.facts["devices"][0]["serial"], 9600, timeout=PATIENCE_S) as line:
        line.write(b"*echo*")
        assert b"*echo*" in line.read_until(b"*echo*")
