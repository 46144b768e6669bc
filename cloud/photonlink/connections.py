"""HTTP connections that live on between invocations, and what goes out over them."""

from __future__ import annotations

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.cookies import RequestsCookieJar

from photonlink.clock import Clock

#: Kept connections are given up after this many idle seconds. A Lambda may have been frozen for minutes, the
#: other end has then hung up, and a command sent into a dead connection must not be sent again: it may have
#: been done.
IDLE_SECONDS = 20.0


def new_session(connections: int) -> requests.Session:
    """A session that keeps `connections` connections alive between invocations, and no cookies."""
    session = requests.Session()
    # Several accounts share this session: what the cloud tells one must not go out with another's request.
    session.cookies = _NoCookies()
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=connections)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class _NoCookies(RequestsCookieJar):
    def set_cookie(self, cookie: Any, *args: Any, **kwargs: Any) -> None:
        """Forget it."""


class Bearer(AuthBase):
    """The token as a header. As `auth`, since a header alone would lose to a .netrc entry of the host."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class KeptConnections:
    """The connections of a session, as one of its users sees them."""

    def __init__(self, session: requests.Session, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._last_used = clock.now()

    def drop_stale(self) -> None:
        """To be called before each request: gives up what may have died since the last one."""
        now = self._clock.now()
        if not 0 <= now - self._last_used < IDLE_SECONDS:
            self._session.close()  # closes the kept connections; the session itself goes on
        self._last_used = now
