"""The client over real sockets: what time-outs, dead connections and cookies do."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from photonlink.alexa.reports.accounts import Account, Accounts
from photonlink.alexa.reports.errors import GatewayError
from photonlink.alexa.reports.gateway import EventGateway
from photonlink.alexa.reports.lwa import LoginWithAmazon, Tokens
from photonlink.aws import make_handler
from photonlink.clock import Deadline, SystemClock
from photonlink.connections import IDLE_SECONDS, new_session
from photonlink.particle.client import ParticleClient
from photonlink.particle.errors import CloudUnreachable, DeviceSilent
from photonlink.settings import Settings
from photonlink.store import MemoryStore

from .messages import check, directive, error_type, properties
from .stand_in import DEVICE, TOKEN, Context, StillClock, pack


class Server(ThreadingHTTPServer):
    """Counts connections, remembers headers, and hangs for as long as it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Requests)
        self.connections = 0
        self.headers: list[dict[str, str]] = []
        self.hang = threading.Event()
        self.hang.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        self.server.connections += 1
        super().setup()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.headers.append(dict(self.headers.items()))
        self.server.hang.wait(10)
        body = json.dumps({"return_value": pack(40)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "account=ann; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.server.hang.wait(10)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.hang.set()
    server.shutdown()
    thread.join()
    server.server_close()


Calling = Callable[[], int]


def caller(server: Server, clock: Any) -> Calling:
    client = ParticleClient(new_session(1), server.url, clock)
    return lambda: client.call(TOKEN, DEVICE, "light", "kitchen=state", Deadline(clock, 5))


def test_calls_share_one_connection(server: Server) -> None:
    call = caller(server, SystemClock())
    assert [call(), call(), call()] == [pack(40)] * 3
    assert server.connections == 1


def test_a_connection_that_a_freeze_has_aged_is_not_used_again(server: Server) -> None:
    clock = StillClock()
    call = caller(server, clock)
    call()
    clock.sleep(IDLE_SECONDS)
    call()
    assert server.connections == 2


def test_nor_is_one_to_the_event_gateway(server: Server) -> None:
    """Between two webhooks the function is frozen, too; a report into a dead connection would come half a minute late."""
    clock, session = StillClock(), new_session(1)
    settings = Settings(event_gateways=(server.url,))
    accounts, lwa = Accounts(MemoryStore()), LoginWithAmazon(settings, session, clock)
    gateway = EventGateway(settings, session, lwa, accounts, clock)
    account = Account("ann", Tokens("Atza|one", "Atzr|one", clock.now() + 3600), server.url)
    for pause in (0, 0, IDLE_SECONDS):
        clock.sleep(pause)
        with pytest.raises(GatewayError, match="200"):
            gateway.send(account, {"event": {"payload": {}}}, Deadline(clock, 5))
    assert server.connections == 2
    assert {headers["Authorization"] for headers in server.headers} == {"Bearer Atza|one"}


def test_no_cookie_goes_from_one_call_to_the_next(server: Server) -> None:
    call = caller(server, SystemClock())
    call()
    call()
    assert all("Cookie" not in headers for headers in server.headers)


def test_a_netrc_entry_does_not_replace_the_token(
    server: Server, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    caller(server, SystemClock())()
    assert server.headers[0]["Authorization"] == f"Bearer {TOKEN}"


def test_a_device_that_hangs_is_given_up_within_the_deadline(server: Server) -> None:
    server.hang.clear()
    clock = SystemClock()
    client = ParticleClient(new_session(1), server.url, clock)
    began = clock.now()
    with pytest.raises(DeviceSilent):
        client.call(TOKEN, DEVICE, "light", "kitchen=state", Deadline(clock, 0.2))
    assert clock.now() - began < 2


def test_the_handler_answers_before_aws_ends_it(server: Server) -> None:
    server.hang.clear()
    handler = make_handler({"PARTICLE_API_URL": server.url})
    answer = handler(directive("Alexa.PowerController", "TurnOn"), Context(700))
    check(answer)
    assert error_type(answer) == "ENDPOINT_UNREACHABLE"


def test_the_handler_lights_a_light_over_a_socket(server: Server) -> None:
    handler = make_handler({"PARTICLE_API_URL": server.url + "/"})
    answer = handler(directive("Alexa.PowerController", "TurnOn"), Context())
    check(answer)
    assert properties(answer)["brightness"] == 40


def test_a_cloud_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = ParticleClient(new_session(1), f"http://127.0.0.1:{port}", SystemClock())
    with pytest.raises(CloudUnreachable) as error:
        client.devices(TOKEN, Deadline(SystemClock(), 5))
    assert TOKEN not in str(error.value)


def test_a_cloud_that_does_not_list_its_devices_in_time_is_what_is_unreachable(server: Server) -> None:
    server.hang.clear()
    client = ParticleClient(new_session(1), server.url, SystemClock())
    with pytest.raises(CloudUnreachable):
        client.devices(TOKEN, Deadline(SystemClock(), 0.2))


@pytest.mark.parametrize(
    ("left", "budget"), [(8000, 6.5), (7000, 6.5), (3000, 2.5), (400, 0.0), (900_000, 6.5)]
)
def test_the_budget_ends_before_alexa_and_before_aws(left: int, budget: float) -> None:
    assert Deadline.of_invocation(StillClock(), Context(left)).remaining() == pytest.approx(budget)
