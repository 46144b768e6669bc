"""The network that a simulated Photon's sockets reach: servers and peers that a test puts there, and nothing else.

Nothing of a simulated house reaches outside: a host that nobody serves refuses, and the trace says so.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field

#: Gets all that a client has sent so far; returns the whole answer, after which the server closes, or None for more.
Answer = Callable[[bytes], bytes | None]

CLOSED = -1


@dataclass
class Connection:
    """One TCP connection, or a bound UDP port, from the Photon's side."""

    received: bytearray = field(default_factory=bytearray)
    sent: bytearray = field(default_factory=bytearray)
    peer: str = "0.0.0.0"
    answer: Answer | None = None
    is_open: bool = True
    datagrams: list[tuple[str, int, bytes]] = field(default_factory=list)


class Visit:
    """A connection that a test opens to a TCPServer of the sketch."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def send(self, data: bytes) -> None:
        self._connection.received += data

    @property
    def received(self) -> bytes:
        """All that the sketch has answered."""
        return bytes(self._connection.sent)

    @property
    def is_open(self) -> bool:
        """False when the sketch has called stop()."""
        return self._connection.is_open


class Network:
    """Of one board. `serve` and `deliver` outlast a reset, sockets do not."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """`tell` writes a line into the trace."""
        self._tell = tell
        self._servers: dict[tuple[str, int], Answer] = {}
        self._addresses: dict[str, str] = {}
        #: Datagrams that the sketch has sent: host or address, port, data.
        self.datagrams: list[tuple[str, int, bytes]] = []
        self.reset()

    def reset(self) -> None:
        """All sockets are gone."""
        self._sockets: dict[int, Connection] = {}
        self._listening: dict[int, tuple[int, list[int]]] = {}
        self._bound: dict[int, int] = {}
        self._next = 1

    # -- what a test does ------------------------------------------------------------------------

    def serve(self, host: str, port: int, answer: Answer) -> None:
        """A TCP server at a name or address. See `Answer`."""
        self._servers[host, port] = answer
        self._addresses.setdefault(host, f"10.0.0.{len(self._addresses) + 1}")

    def visit(self, port: int) -> Visit:
        """Connect to a TCPServer of the sketch. Raises ConnectionRefusedError where none listens."""
        for listened, waiting in self._listening.values():
            if listened == port:
                connection = Connection(peer="192.168.1.2")
                waiting.append(self._keep(connection))
                return Visit(connection)
        raise ConnectionRefusedError(f"no TCPServer of the sketch listens on port {port}")

    def deliver(self, port: int, data: bytes, sender: tuple[str, int] = ("192.168.1.2", 5000)) -> None:
        """A datagram for a UDP port that the sketch has begun; lost where it has not."""
        handle = self._bound.get(port)
        if handle is not None:
            self._sockets[handle].datagrams.append((*sender, data))

    # -- what the firmware calls; a handle of 0 or less is none -----------------------------------

    def _keep(self, connection: Connection) -> int:
        handle, self._next = self._next, self._next + 1
        self._sockets[handle] = connection
        return handle

    def connect(self, host: str, port: int) -> int:
        answer = self._servers.get((host, port))
        if answer is None:
            by_address = (name for name, address in self._addresses.items() if address == host)
            answer = next((self._servers[n, port] for n in by_address if (n, port) in self._servers), None)
        if answer is None:
            self._tell(
                f"a connection to {host}:{port} is refused: nothing of a simulated house reaches outside, and no test "
                "serves there"
            )
            return 0
        return self._keep(Connection(answer=answer, peer=self._addresses.get(host, host)))

    def resolve(self, name: str) -> int:
        """The IPv4 address of a name that a test serves, or of an address, as a number; 0 for any other."""
        found = _number(self._addresses.get(name, name))
        if not found:
            self._tell(f"the name {name} is not known: nothing of a simulated house reaches outside")
        return found

    def is_there(self, address: int) -> bool:
        """Whether something that a test serves has this address."""
        return address in map(_number, self._addresses.values())

    def listen(self, port: int) -> int:
        handle, self._next = self._next, self._next + 1
        self._listening[handle] = (port, [])
        return handle

    def accept(self, handle: int) -> int:
        _, waiting = self._listening.get(handle, (0, []))
        return waiting.pop(0) if waiting else 0

    def bind(self, port: int) -> int:
        handle = self._keep(Connection())
        self._bound[port] = handle
        return handle

    def send(self, handle: int, data: bytes) -> int:
        """How many bytes were taken, or CLOSED."""
        connection = self._sockets.get(handle)
        if connection is None or not connection.is_open:
            return CLOSED
        connection.sent += data
        if connection.answer is not None:
            answer = connection.answer(bytes(connection.sent))
            if answer is not None:
                connection.received += answer
                connection.is_open = False
        return len(data)

    def receive(self, handle: int, most: int) -> bytes | None:
        """Up to `most` bytes that have come; None when the connection is closed and all was read."""
        connection = self._sockets.get(handle)
        if connection is None or (not connection.received and not connection.is_open):
            return None
        data = bytes(connection.received[:most])
        del connection.received[:most]
        return data

    def available(self, handle: int) -> int:
        connection = self._sockets.get(handle)
        return len(connection.received) if connection is not None else 0

    def connected(self, handle: int) -> bool:
        """As TCPClient::connected(): true, too, while there is something left to read."""
        connection = self._sockets.get(handle)
        return connection is not None and (connection.is_open or bool(connection.received))

    def peer(self, handle: int) -> int:
        """The other side's IPv4 address as a number."""
        connection = self._sockets.get(handle)
        return _number(connection.peer) if connection is not None else 0

    def send_datagram(self, host: str, port: int, data: bytes) -> int:
        self.datagrams.append((host, port, data))
        return len(data)

    def next_datagram(self, handle: int) -> tuple[int, int, bytes] | None:
        """Sender's address as a number, port and data of the next datagram, if one has come."""
        connection = self._sockets.get(handle)
        if connection is None or not connection.datagrams:
            return None
        host, port, data = connection.datagrams.pop(0)
        return _number(host), port, data

    def close(self, handle: int) -> None:
        self._listening.pop(handle, None)
        self._bound = {port: bound for port, bound in self._bound.items() if bound != handle}
        connection = self._sockets.pop(handle, None)
        if connection is not None:
            connection.is_open = False


def _number(address: str) -> int:
    try:
        return int(ipaddress.IPv4Address(address))
    except ValueError:
        return 0
