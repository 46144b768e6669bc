"""TCP and UDP of a sketch: what a test serves is reached, everything else refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonsim.photon.wasm import Firmware

from .conftest import Bench

Sketch = Callable[[str], Firmware]

SKETCH = r"""
SYSTEM_THREAD(ENABLED);
TCPClient client;
TCPServer server(80);
UDP udp;
String page;

int act(String how) {
    if (how == "outside") return client.connect("example.org", 80);
    if (how == "get") {
        if (!client.connect("example.com", 80)) return -1;
        client.println("GET /light HTTP/1.0");
        client.println();
        page = "";
        while (client.connected()) {
            if (client.available()) page += (char)client.read();
        }
        client.stop();
        return page.endsWith("on") ? (int)client.remoteIP()[0] + page.length() : -2;
    }
    if (how == "silent") {
        // A server that never answers: the sketch gives up after 2 s.
        if (!client.connect(IPAddress(10, 0, 0, 2), 7)) return -1;
        client.write('x');
        unsigned long began = millis();
        while (!client.available() && millis() - began < 2000) {}
        return client.connected() * 10 + (millis() - began >= 2000);
    }
    if (how == "udp") return udp.begin(5000);
    if (how == "send") { udp.beginPacket("192.168.1.255", 6000); udp.print("hello"); return udp.endPacket(); }
    if (how == "receive") {
        char text[20] = {};
        if (udp.parsePacket() <= 0) return 0;
        udp.read(text, sizeof text - 1);
        return strcmp(text, "dim 40") == 0 && udp.remoteIP()[3] == 7 && udp.remotePort() == 99;
    }
    return -9;
}

void setup() {
    pinMode(D7, OUTPUT);
    server.begin();
    Particle.function("act", act);
}

void loop() {
    TCPClient visitor = server.available();
    if (!visitor) return;
    String request = visitor.readStringUntil('\n');
    digitalWrite(D7, request.indexOf("/on") >= 0);
    visitor.println("HTTP/1.0 200 OK\r\n");
    visitor.print("done");
    visitor.stop();
}
"""


def test_a_client_reads_what_a_test_serves_and_nothing_else(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH))

    def answer(sent: bytes) -> bytes | None:
        return b"HTTP/1.0 200 OK\r\n\r\non" if sent == b"GET /light HTTP/1.0\r\n\r\n" else None

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        board.network.serve("example.com", 80, answer)
        board.network.serve("silent.example", 7, lambda _: None)
        assert await board.call_function("act", "outside") == 0
        assert await board.call_function("act", "get") == 21
        assert await board.call_function("act", "silent") == 11

    bench.run(scenario())
    (line,) = bench.summaries("device")
    assert line.startswith(
        "p1: a connection to example.org:80 is refused: nothing of a simulated house reaches"
    )


def test_a_server_of_the_sketch_can_be_visited(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        with pytest.raises(ConnectionRefusedError):
            board.network.visit(80)
        board.plug_in()
        await bench.clock.sleep(10)
        for path, level in (("/on", 1), ("/off", 0)):
            visit = board.network.visit(80)
            visit.send(f"GET {path} HTTP/1.0\r\n".encode())
            await bench.clock.sleep(1)
            assert visit.received == b"HTTP/1.0 200 OK\r\n\r\ndone"
            assert not visit.is_open
            assert board.pins.views()["D7"]["digital"] == level
        board.reset()
        with pytest.raises(ConnectionRefusedError):
            board.network.visit(80)

    bench.run(scenario())


def test_datagrams_go_both_ways(bench: Bench, sketch: Sketch) -> None:
    board = bench.photon(sketch(SKETCH))

    async def scenario() -> None:
        board.plug_in()
        await bench.clock.sleep(10)
        assert await board.call_function("act", "send") == -1  # not begun
        assert await board.call_function("act", "udp") == 1
        assert await board.call_function("act", "send") == 5
        assert board.network.datagrams == [("192.168.1.255", 6000, b"hello")]
        assert await board.call_function("act", "receive") == 0
        board.network.deliver(5000, b"dim 40", ("192.168.1.7", 99))
        board.network.deliver(5001, b"nobody listens")
        assert await board.call_function("act", "receive") == 1

    bench.run(scenario())
