"""The token endpoint beside oauth2-server 2.4.1, the npm package that Particle's own library grew out of.

Both get the same bytes and the same accounts, clients and tokens; both must give the same status, error words
and headers. Where Particle's fork (3.2.3) differs on purpose, `DIFFERENCES` says how.
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonsim.clock import new_event_loop
from photonsim.particle_cloud.model.clients import GRANTS

from ..particle_cloud.conftest import BASE, OTHER_USER, PASSWORD, USER, Bench
from .tools import node_command, node_package

pytestmark = pytest.mark.slow

FORM = "application/x-www-form-urlencoded"
Answer = tuple[int, dict[str, Any], dict[str, str]]


@dataclass(frozen=True)
class Ask:
    """A token request, as names that `Pair` turns into bytes: "<code>" is a code that works, and so on."""

    method: str = "POST"
    content_type: str | None = FORM
    basic: str | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def values(self, name: str) -> list[str]:
        return [value for found, value in self.fields if found == name]

    def is_form_post(self) -> bool:
        kind = (self.content_type or "").split(";")[0].strip().lower()
        return self.method == "POST" and kind == FORM


@dataclass(frozen=True)
class Difference:
    """Where Particle's library answers otherwise than its ancestor; `answer` is what both checks and clients see."""

    why: str
    applies: Callable[[Ask], bool]
    error: str
    description: str


DIFFERENCES = [
    Difference(
        "the ancestor crashes on a parameter that is sent twice (500); the fork checks the type of grant_type",
        lambda ask: ask.is_form_post() and len(ask.values("grant_type")) > 1,
        "invalid_request",
        "Invalid or missing grant_type parameter",
    ),
    Difference(
        "both crash on a client_id that is sent twice (500); a crash is nothing to reproduce",
        lambda ask: (
            ask.is_form_post()
            and len(ask.values("client_id")) > 1
            and len(ask.values("grant_type")) == 1
            and ask.values("grant_type")[0].lower() in KNOWN
            and ask.basic not in WELL_FORMED
        ),
        "invalid_client",
        "Invalid or missing client_id parameter",
    ),
]
#: The ancestor's error bodies also repeat the status as `code`; the fork removes it (lib/oauth2server.js).
ONLY_THE_ANCESTOR_SENDS = {"code"}

KNOWN = ["authorization_code", "password", "refresh_token", "client_credentials"]
#: Basic headers, by name, that carry a name and a password.
WELL_FORMED = {
    "web", "tool", "particle", "wrong secret", "unknown client", "lower-case scheme", "colon in secret",
    "url-safe", "without padding",
}  # fmt: skip


@dataclass
class Pair:
    """The simulated cloud and the reference, with the same contents."""

    reference: httpx2.Client
    bench: Bench = field(default_factory=Bench)

    def __post_init__(self) -> None:
        self.loop = new_event_loop(self.bench.clock)
        cloud = self.bench.cloud
        self.web = cloud.create_client(USER, "web", "web", "https://example.com")
        self.other = cloud.create_client(OTHER_USER, "other", "web", "https://example.com")
        self.tool = cloud.create_client(USER, "tool", "installed")
        user = cloud.state.users.find(USER)
        assert user is not None
        self.user_id = user.id
        tokens = cloud.state.tokens
        self.tokens = {
            "<expired code>": tokens.new_code(user.id, self.web.id, None),
            "<expired refresh>": tokens.issue(user.id, self.web.id, None, 1).refresh_token or "",
        }
        self._run(self.bench.clock.advance(20 * 86_400))

    def _run(self, work: Any) -> Any:
        with self.bench.clock.waiting():
            return self.loop.run_until_complete(work)

    def refill(self) -> None:
        """Give both the same live codes and refresh tokens."""
        tokens = self.bench.cloud.state.tokens
        web, other, tool = self.web.id, self.other.id, self.tool.id
        self.tokens |= {
            "<code>": tokens.new_code(self.user_id, web, None),
            "<other's code>": tokens.new_code(self.user_id, other, None),
            "<refresh>": tokens.issue(self.user_id, web, None, None).refresh_token or "",
            "<tool's refresh>": tokens.issue(self.user_id, tool, None, None).refresh_token or "",
        }
        clients = [
            {
                "clientId": client.id,
                "clientSecret": client.secret,
                "grants": sorted(GRANTS[client.type]),
                "owner": self.user_id,
            }
            for client in (self.web, self.other, self.tool)
        ]
        clients.append(
            {
                "clientId": "particle",
                "clientSecret": "particle",
                "grants": sorted(GRANTS["installed"]),
                "owner": None,
            }
        )
        model = {
            "clients": clients,
            "users": [{"id": "1", "username": USER, "password": PASSWORD}],
            "codes": [
                {"code": self.tokens["<code>"], "clientId": web},
                {"code": self.tokens["<expired code>"], "clientId": web, "expired": True},
                {"code": self.tokens["<other's code>"], "clientId": other},
            ],
            "refreshTokens": [
                {"token": self.tokens["<refresh>"], "clientId": web},
                {"token": self.tokens["<expired refresh>"], "clientId": web, "expired": True},
                {"token": self.tokens["<tool's refresh>"], "clientId": tool},
            ],
        }
        self.reference.put("/model", json=model).raise_for_status()

    def ask(self, ask: Ask) -> tuple[Answer, Answer]:
        """What both answer: first the simulated cloud, then the reference."""
        headers = {} if ask.content_type is None else {"Content-Type": ask.content_type}
        if ask.basic is not None:
            headers["Authorization"] = self._basic(ask.basic)
        body = "&".join(
            f"{name}={quote(self._meant(value), safe='%')}" for name, value in ask.fields
        ).encode()
        ours = self._run(
            self.bench.http.request(ask.method, f"{BASE}/oauth/token", headers=headers, content=body)
        )
        theirs = self.reference.request(ask.method, "/oauth/token", headers=headers, content=body)
        return _seen(ours), _seen(theirs)

    def _meant(self, value: str) -> str:
        known = {
            **self.tokens,
            "<web>": self.web.id,
            "<tool>": self.tool.id,
            "<web's secret>": self.web.secret or "",
            "<tool's secret>": self.tool.secret or "",
            "<user>": USER,
            "<password>": PASSWORD,
        }
        return known.get(value, value)

    def _basic(self, name: str) -> str:
        web = f"{self.web.id}:{self.web.secret}".encode()

        def encoded(raw: bytes) -> str:
            return base64.b64encode(raw).decode()

        headers = {
            "web": f"Basic {encoded(web)}",
            "tool": f"Basic {encoded(f'{self.tool.id}:{self.tool.secret}'.encode())}",
            "particle": f"Basic {encoded(b'particle:particle')}",
            "wrong secret": f"Basic {encoded(f'{self.web.id}:wrong'.encode())}",
            "unknown client": f"Basic {encoded(b'nobody-1:secret')}",
            "e-mail address": f"Basic {encoded(b'me@example.com:secret')}",
            "lower-case scheme": f"basic {encoded(web)}",
            "colon in secret": f"Basic {encoded(web + b':more')}",
            "url-safe": "Basic " + base64.urlsafe_b64encode(b"particle:\xc3\xbf\xc3\xbf\xc3\xbe").decode(),
            "without padding": "Basic " + encoded(b"particle:particle").rstrip("="),
            "no colon": f"Basic {encoded(b'particle')}",
            "no secret": f"Basic {encoded(b'particle:')}",
            "no name": f"Basic {encoded(b':particle')}",
            "line break": f"Basic {encoded(b'particle:part' + bytes([10]) + b'icle')}",
            "not base64": "Basic ::::",
            "two spaces": f"Basic  {encoded(web)}",
            "scheme alone": "Basic",
            "bearer": "Bearer 0123456789",
            "empty": "",
        }
        return headers[name]


def _seen(answer: httpx2.Response) -> Answer:
    """Status, what the body says (tokens differ each time, so only that there is one), and headers."""
    body = answer.json() if answer.content else {}
    body = {name: value for name, value in body.items() if name not in ONLY_THE_ANCESTOR_SENDS}
    body |= {name: "<new>" for name in ("access_token", "refresh_token") if name in body}
    names = ("content-type", "cache-control", "pragma", "www-authenticate")
    return answer.status_code, body, {name: answer.headers.get(name, "") for name in names}


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    folder = node_package("oauth2-reference")
    server = subprocess.Popen(
        [node_command(), "server.js"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as reference:
            found = Pair(reference)
            yield found
            found.loop.close()
    finally:
        server.kill()
        server.wait()


def check(pair: Pair, ask: Ask) -> None:
    pair.refill()
    ours, theirs = pair.ask(ask)
    for difference in DIFFERENCES:
        if difference.applies(ask):
            status, body, _ = ours
            assert (status, body) == (
                400,
                {"error": difference.error, "error_description": difference.description},
            )
            assert theirs[0] == 500, f"no difference any more: {difference.why}"
            return
    assert ours == theirs


texts = {
    "grant_type": [*KNOWN, "Password", "magic", "", "password x"],
    "client_id": ["<web>", "<tool>", "particle", "nobody-1", "me@example.com", "ab", "x" * 41, "", "<web>\n"],
    "client_secret": ["<web's secret>", "<tool's secret>", "particle", "wrong", ""],
    "code": ["<code>", "<expired code>", "<other's code>", "unknown", ""],
    "username": ["<user>", "nobody@example.com", ""],
    "password": ["<password>", "wrong", ""],
    "refresh_token": ["<refresh>", "<expired refresh>", "<tool's refresh>", "unknown", ""],
    "redirect_uri": ["https://example.com", "https://other.example"],
    "state": ["x", "%", "%zz"],
}
BASICS = [
    *sorted(WELL_FORMED),
    *("e-mail address", "no colon", "no secret", "no name", "line break", "not base64", "two spaces"),
    *("scheme alone", "bearer", "empty"),
]
pairs = st.sampled_from(sorted(texts)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(texts[name]))
)
content_types = (
    st.sampled_from(
        [FORM] * 8
        + [
            f"{FORM}; charset=utf-8",
            f"{FORM};charset=UTF-8",
            FORM.upper(),
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencodedx",
            "",
            "nonsense",
        ]
    )
    | st.none()
)


@st.composite
def nearly_right(draw: st.DrawFn) -> Ask:
    """A request that works, with up to two things taken away, doubled or changed: what lies deepest is reached."""
    grant = draw(st.sampled_from(KNOWN))
    client = draw(st.sampled_from(["web", "tool"]))
    fields = {
        "authorization_code": [("code", "<code>")],
        "password": [("username", "<user>"), ("password", "<password>")],
        "refresh_token": [("refresh_token", "<refresh>" if client == "web" else "<tool's refresh>")],
        "client_credentials": [],
    }[grant]
    fields = [("grant_type", grant), *fields]
    basic = draw(st.sampled_from([client, None]))
    if basic is None:
        fields += [("client_id", f"<{client}>"), ("client_secret", f"<{client}'s secret>")]
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(fields) - 1)) if fields else 0
        change = draw(st.sampled_from(["drop", "double", "change", "add"]))
        if change == "add" or not fields:
            fields.append(draw(pairs))
        elif change == "drop":
            fields.pop(place)
        elif change == "double":
            fields.append(fields[place])
        else:
            name = fields[place][0]
            fields[place] = (name, draw(st.sampled_from(texts[name])))
    return Ask(basic=basic, fields=tuple(fields))


anything = st.builds(
    Ask,
    method=st.sampled_from(["POST"] * 6 + ["GET", "PUT", "DELETE", "PATCH"]),
    content_type=content_types,
    basic=st.none() | st.sampled_from(BASICS),
    fields=st.lists(pairs, max_size=7).map(tuple),
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ask=nearly_right())
def test_nearly_right_requests_are_answered_alike(pair: Pair, ask: Ask) -> None:
    check(pair, ask)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ask=anything)
def test_requests_of_any_kind_are_answered_alike(pair: Pair, ask: Ask) -> None:
    check(pair, ask)


@pytest.mark.parametrize("basic", BASICS)
@pytest.mark.parametrize("grant", KNOWN)
def test_every_kind_of_basic_header_is_read_alike(pair: Pair, basic: str, grant: str) -> None:
    for secret in ("particle", "wrong"):
        body_credentials = (("client_id", "particle"), ("client_secret", secret))
        check(pair, Ask(basic=basic, fields=(("grant_type", grant), *body_credentials)))


@pytest.mark.parametrize("grant", KNOWN)
@pytest.mark.parametrize("client", ["web", "tool"])
def test_what_works_and_what_the_client_may_not_do_is_the_same(pair: Pair, grant: str, client: str) -> None:
    fields = (
        ("code", "<code>"),
        ("refresh_token", "<refresh>" if client == "web" else "<tool's refresh>"),
        ("username", "<user>"),
        ("password", "<password>"),
    )
    ask = Ask(basic=client, fields=(("grant_type", grant), *fields))
    check(pair, ask)
    pair.refill()
    (status, body, _), _ = pair.ask(ask)
    allowed = grant in GRANTS["web" if client == "web" else "installed"]
    assert status == (200 if allowed else 400)
    if not allowed:
        assert body["error_description"] == "The grant type is unauthorised for this client_id"
