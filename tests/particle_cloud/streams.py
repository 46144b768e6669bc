"""Open event streams of an ASGI application, without a socket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from photonsim.http import ASGIApp, Message


class Stream:
    """One GET that stays open. `slow` makes a reader that never takes more than the head of the answer."""

    def __init__(self, app: ASGIApp, path: str, token: str, *, slow: bool = False) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        self.closed = False
        self._slow = slow
        self._stall = asyncio.Event()
        self._gone = asyncio.Event()
        self._heard = asyncio.Event()
        self._request_sent = False
        path, _, query = path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"authorization", f"Bearer {token}".encode())] if token else [],
            "client": ("127.0.0.1", 5000),
            "server": ("127.0.0.1", 80),
        }
        self.task = asyncio.ensure_future(self._run(app, scope))

    async def _run(self, app: ASGIApp, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._receive, self._send)
        finally:
            self.closed = True
            self._heard.set()

    async def _receive(self) -> Message:
        if not self._request_sent:
            self._request_sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {key.decode(): value.decode() for key, value in message["headers"]}
            return
        if self._slow and self.text:
            await self._stall.wait()
        self.text += message.get("body", b"").decode()
        self._heard.set()

    def hang_up(self) -> None:
        self._gone.set()

    async def until(self, text: str) -> str:
        """Everything read so far, once `text` is in it or the stream has ended."""
        while text not in self.text and not self.closed:
            self._heard.clear()
            await self._heard.wait()
        return self.text

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Parsed as a client does: name and data of each complete event."""
        found = []
        for block in self.text.split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "event" in fields:
                found.append((fields["event"], json.loads(fields["data"])))
        return found
