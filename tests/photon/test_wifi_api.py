"""WiFi as a sketch sees it. Source: Device OS v2.3.1, wiring/inc/spark_wiring_wifi.h, hal/src/photon/wlan_hal.cpp."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon import led
from photonsim.photon.photon import Photon
from photonsim.photon.wasm import Firmware
from photonsim.photon.wifi import HOME, Network, Security

from .conftest import Bench

pytestmark = pytest.mark.slow

Sketch = Callable[[str], Firmware]

SKETCH = r"""
SYSTEM_THREAD(ENABLED);
SYSTEM_MODE(SEMI_AUTOMATIC);
String said, events;
void hear(system_event_t event, int parameter) { events += String(parameter) + " "; }
void found(WiFiAccessPoint* network, String* text) {
    *text += String::format("%s/%d/%d/%d/%d ", network->ssid, (int)network->security, (int)network->cipher,
                            network->channel, network->rssi);
}
int act(String how) {
    said = "";
    if (how == "scan") {
        const unsigned long began = millis();
        const int count = WiFi.scan(found, &said);
        said += millis() - began >= 1000 ? "slow" : "fast";
        return count;
    }
    if (how == "scan two") {
        WiFiAccessPoint networks[2];
        const int count = WiFi.scan(networks, 2);
        for (int i = 0; i < count; ++i) said += String(networks[i].ssid) + (networks[i].ssidLength == strlen(networks[i].ssid)) + " ";
        return count;
    }
    if (how == "kept") {
        WiFiAccessPoint networks[5];
        const int count = WiFi.getCredentials(networks, 5);
        for (int i = 0; i < count; ++i) found(&networks[i], &said);
        return count;
    }
    if (how == "signal") {
        WiFiSignal signal = WiFi.RSSI();
        const int8_t dbm = WiFi.RSSI();
        said = String::format("%d %d %.1f %.1f %.1f %.1f", dbm, signal.qual, signal.getStrength(), signal.getStrengthValue(),
                              signal.getQuality(), signal.getQualityValue());
        return WiFi.ready();
    }
    if (how == "home") {
        byte bssid[6];
        WiFi.BSSID(bssid);
        said = WiFi.SSID() + String::format(" %d", bssid[0]);
        return WiFi.connecting();
    }
    if (how == "addresses") {
        said = WiFi.localIP().toString() + " " + String(WiFi.subnetMask()) + " " + String(WiFi.gatewayIP()) + " " +
               String(WiFi.dnsServerIP()) + " " + String(WiFi.dhcpServerIP());
        return 0;
    }
    if (how == "static") {
        WiFi.setStaticIP(IPAddress(10, 1, 2, 3), IPAddress(255, 0, 0, 0), IPAddress(10, 0, 0, 1), IPAddress());
        WiFi.setStaticIP(IPAddress(), IPAddress(), IPAddress(), IPAddress(8, 8, 8, 8));
        WiFi.useStaticIP();
    }
    if (how == "dynamic") WiFi.useDynamicIP();
    if (how == "hostname") said = WiFi.hostname();
    if (how == "set hostname") return WiFi.setHostname("kitchen-photon");
    if (how == "timeout") return WiFi.getListenTimeout();
    if (how == "set timeout") WiFi.setListenTimeout(10s);
    if (how == "resolve") {
        said = String(WiFi.resolve("example.com")) + " " + String(WiFi.resolve("10.9.8.7"));
        return WiFi.resolve("nowhere.example") ? 1 : 0;
    }
    if (how == "ping") return WiFi.ping(WiFi.gatewayIP()) * 100 + WiFi.ping(WiFi.resolve("example.com"), 3) * 10 + WiFi.ping(IPAddress(1, 2, 3, 4), 2);
    if (how == "on") WiFi.on();
    if (how == "off") WiFi.off();
    if (how == "connect") WiFi.connect();
    if (how == "connect only") WiFi.connect(WIFI_CONNECT_SKIP_LISTEN);
    if (how == "disconnect") WiFi.disconnect();
    if (how == "clear") return WiFi.clearCredentials();
    if (how == "cloud") Particle.connect();
    if (how == "odd") return WiFi.setCredentials("attic", "secret words", 7) * 10 + WiFi.setCredentials("attic", "secret words", 1000000, WLAN_CIPHER_AES);
    if (how == "unseen") return WiFi.setCredentials("attic", "secret words");
    if (how == "seen") return WiFi.setCredentials("cafe");
    if (how == "object") WiFi.setCredentials("office", WiFiCredentials(WPA2).setPassword("secret words").setCipher(WLAN_CIPHER_AES));
    if (how == "antenna") {
        const int wrong = WiFi.selectAntenna(ANT_NONE);
        return (wrong == -1) * 100 + (WiFi.getAntenna() == ANT_INTERNAL) * 10 + (WiFi.selectAntenna(ANT_EXTERNAL) == 0);
    }
    if (how == "which antenna") return WiFi.getAntenna();
    return WiFi.listening();
}
String order;
int result = -99;
void setup() { System.on(network_status, hear); }
void loop() {
    if (Serial.available()) {
        order = Serial.readStringUntil('\n');
        result = act(order);
        Serial.printlnf("%d|%s", result, said.c_str());
    }
    if (order == "events") { Serial.println(events); order = ""; }
    delay(10);
}
"""


class Desk:
    """A board that is asked over USB, so that it needs no cloud."""

    def __init__(self, bench: Bench, firmware: Firmware, system_version: str = "2.3.1") -> None:
        self.bench, self.board = bench, bench.photon(firmware, system_version=system_version)
        self._said = bytearray()
        self.board.serial[0].listeners.append(self._said.extend)

    async def ask(self, order: str, seconds: float = 2) -> str:
        """What the sketch answers within `seconds`: its result, and what it said."""
        self._said.clear()
        self.board.serial_input(order.encode() + b"\n")
        await self.bench.clock.sleep(seconds)
        return self._said.decode().strip()

    async def switch_on(self) -> Photon:
        self.board.plug_in()
        await self.bench.clock.sleep(1)
        return self.board


@pytest.fixture
def desk(bench: Bench, sketch: Sketch) -> Desk:
    return Desk(bench, sketch(SKETCH))


def test_a_scan_finds_the_networks_around_once_wifi_is_on(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        cafe = Network("cafe", security=Security.UNSECURED, cipher=None, channel=11, rssi_dbm=-80)
        mixed = Network("mixed", "secret words", Security.WPA, 3, 1, -60)
        board.station.networks = (HOME, cafe, mixed)
        assert await desk.ask("scan") == "0|slow"  # it is off in this mode
        await desk.ask("on")
        assert await desk.ask("scan") == "3|photonlink/3/1/6/-50 cafe/0/0/11/-80 mixed/2/1/1/-60 slow"
        assert await desk.ask("scan two") == "2|photonlink1 cafe1"
        assert await desk.ask("seen") == "1|"
        assert await desk.ask("kept") == "2|cafe/0/0/0/0 photonlink/3/1/0/0"

    bench.run(scenario())


def test_on_connect_disconnect_and_off_are_different_things(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        assert board.status_led == led.NETWORK_OFF
        await desk.ask("on")
        assert board.status_led == led.NETWORK_ON
        await desk.ask("connect", 0.5)
        assert await desk.ask("home", 0.5) == "1| 0"
        await bench.clock.sleep(3)
        assert board.status_led == led.NETWORK_CONNECTED
        assert await desk.ask("home") == "0|photonlink 2"
        await desk.ask("disconnect")
        assert board.status_led == led.NETWORK_ON
        await desk.ask("off")
        assert board.status_led == led.NETWORK_OFF
        assert (await desk.ask("events")).splitlines()[-1].split() == "4 5 6 7 10 11 2 3".split()

    bench.run(scenario())


def test_the_cloud_comes_back_with_wifi_where_it_is_wanted(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        await desk.ask("cloud", 8)
        assert board.online
        await desk.ask("disconnect", 0.05)
        assert not board.online
        await bench.clock.sleep(8)
        assert board.online, "the system joins again by itself"
        await desk.ask("off", 30)
        assert not board.online
        await desk.ask("on", 8)
        assert board.online

    bench.run(scenario())


def test_without_credentials_only_a_plain_connect_listens(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        assert await desk.ask("clear") == "1|"
        await desk.ask("connect only")
        assert not board.listening
        assert await desk.ask("timeout") == "0|"
        await desk.ask("set timeout")
        assert await desk.ask("timeout") == "10|"
        await desk.ask("connect", 5)
        assert board.listening
        await bench.clock.sleep(6)
        assert not board.listening

    bench.run(scenario())


def test_signal_strength_is_what_device_os_makes_of_it(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        assert await desk.ask("signal") == "0|2 0 -1.0 0.0 -1.0 0.0"
        board.station.networks = (Network(HOME.ssid, HOME.password, rssi_dbm=-72),)
        await desk.ask("connect", 5)
        assert await desk.ask("signal") == f"1|-72 23 56.0 -72.0 {14 * 100 / 31:.1f} 23.0"

    bench.run(scenario())


def test_addresses_come_from_the_router_or_from_the_sketch(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        assert await desk.ask("addresses") == "0|0.0.0.0 0.0.0.0 0.0.0.0 0.0.0.0 0.0.0.0"
        await desk.ask("connect", 5)
        routed = "0|192.168.1.3 255.255.255.0 192.168.1.1 192.168.1.1 192.168.1.1"
        assert await desk.ask("addresses") == routed
        await desk.ask("static")
        assert await desk.ask("addresses") == routed, "they count from the next connection on"
        board.unplug()
        await desk.switch_on()
        await desk.ask("connect", 5)
        assert await desk.ask("addresses") == "0|10.1.2.3 255.0.0.0 10.0.0.1 8.8.8.8 0.0.0.0"
        await desk.ask("dynamic")
        await desk.ask("disconnect")
        await desk.ask("connect", 5)
        assert await desk.ask("addresses") == routed

    bench.run(scenario())


def test_names_and_pings_reach_what_a_test_serves(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        board.network.serve("example.com", 80, lambda _: None)
        assert await desk.ask("resolve") == "0|0.0.0.0 0.0.0.0"
        assert await desk.ask("ping") == "0|"
        await desk.ask("connect", 5)
        assert await desk.ask("resolve") == "0|10.0.0.1 10.9.8.7"
        assert await desk.ask("ping", 1.5) == "", "a ping that nobody answers takes a second"
        await bench.clock.sleep(1)
        assert bytes(desk._said).strip() == b"530|"
        assert any("nowhere.example is not known" in line for line in bench.summaries("device"))

    bench.run(scenario())


def test_hostname_and_antenna_outlast_a_loss_of_power(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        assert await desk.ask("hostname") == f"0|{board.device_id}"
        assert await desk.ask("set hostname") == "0|"
        assert await desk.ask("antenna") == "111|"
        board.unplug()
        await desk.switch_on()
        assert await desk.ask("hostname") == "0|kitchen-photon"
        assert await desk.ask("which antenna") == "1|"

    bench.run(scenario())


def test_credentials_from_a_sketch_are_kept_or_refused_as_on_the_board(bench: Bench, desk: Desk) -> None:
    async def scenario() -> None:
        board = await desk.switch_on()
        assert await desk.ask("odd") == "0|", "Wi-Fi is off: all are refused"
        await desk.ask("on")
        assert await desk.ask("odd") == "11|", "a number that is no security is kept, and is no error"
        assert await desk.ask("unseen") == "0|", "WPA2 without a cipher wants to see the network"
        await desk.ask("object")
        assert [(one.ssid, one.security) for one in board.credentials[1:]] == [
            ("attic", Security.NOT_SET),
            ("office", Security.WPA2),
        ]

    bench.run(scenario())


def test_a_scan_without_wifi_is_an_error_with_device_os_3(bench: Bench, sketch: Sketch) -> None:
    desk = Desk(bench, sketch(SKETCH), system_version="3.3.1")

    async def scenario() -> None:
        await desk.switch_on()
        assert await desk.ask("scan") == "-4|slow"
        assert await desk.ask("scan two") == "-4|"

    bench.run(scenario())
