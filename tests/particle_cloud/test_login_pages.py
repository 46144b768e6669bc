"""The authorization endpoint and its pages, driven as a browser without JavaScript does."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pyotp
import pytest

from .conftest import BASE, PASSWORD, START, USER, Bench

REDIRECT = "https://pitangui.amazon.com/api/skill/link/M2AAAAAAAAAAAA"


class Form(HTMLParser):
    """The one form of a page: where it goes and what it sends."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.method = "", ""
        self.fields: dict[str, str] = {}
        self.buttons: list[tuple[str, str]] = []
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.action, self.method = found["action"], found["method"]
        elif tag == "input":
            self.fields[found["name"]] = found.get("value", "")
        elif tag == "button" and "name" in found:
            self.buttons.append((found["name"], found["value"]))
        elif tag == "script":
            self.scripts += 1


class Browser:
    """Cookies, redirects within the cloud, and forms."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.cookies = bench, dict[str, str]()
        self.answer: httpx2.Response

    async def open(self, path: str) -> httpx2.Response:
        return await self._go("GET", path)

    async def submit(self, **values: str) -> httpx2.Response:
        form = Form(self.answer.text)
        assert form.method == "post"
        return await self._go("POST", form.action, data={**form.fields, **values})

    async def _go(self, method: str, path: str, **keywords: Any) -> httpx2.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies} if cookies else {}
        self.answer = await self.bench.send(method, path, token=None, headers=headers, **keywords)
        for line in self.answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        location = self.answer.headers.get("location", "")
        if self.answer.status_code == 303:
            return await self._go("GET", location)
        return self.answer


def address(client: str, /, **changes: str | None) -> str:
    query = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": REDIRECT,
        "state": "s1",
        **changes,
    }
    return "/oauth/authorize?" + urlencode(
        {name: value for name, value in query.items() if value is not None}
    )


@pytest.fixture
def client_id(bench: Bench) -> str:
    return bench.cloud.create_client(USER, "Alexa", "web", REDIRECT).id


async def linked(bench: Bench, path: str) -> httpx2.Response:
    browser = Browser(bench)
    await browser.open(path)
    await browser.submit(username=USER, password=PASSWORD)
    return await browser.submit(decision="allow")


def test_login_and_allow_send_a_code_that_buys_a_token_once(bench: Bench) -> None:
    client = bench.cloud.create_client(USER, "Alexa", "web", REDIRECT)

    async def scenario() -> tuple[httpx2.Response, list[httpx2.Response]]:
        back = await linked(bench, address(client.id))
        code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "ignored"}
        auth = (client.id, client.secret or "")
        tries = [await bench.send("POST", "/oauth/token", token=None, data=form, auth=auth) for _ in range(2)]
        listed = await bench.send("GET", "/v1/devices", token=tries[0].json()["access_token"])
        return back, [*tries, listed]

    back, (first, second, listed) = bench.run(scenario())
    assert back.status_code == 302
    assert back.headers["location"].startswith(f"{REDIRECT}?code=")
    assert back.headers["location"].endswith("&state=s1")
    assert first.status_code == 200
    assert second.status_code == 400
    assert second.json() == {"error": "invalid_grant", "error_description": "Invalid code"}
    assert [device["name"] for device in listed.json()] == ["kitchen"]


@pytest.mark.parametrize(
    ("changes", "error", "description"),
    [
        (
            {"response_type": "magic"},
            "invalid_request",
            'Invalid response_type parameter (must be "code")',
        ),
        ({"client_id": None}, "invalid_request", "Invalid or missing client_id parameter"),
        ({"redirect_uri": None}, "invalid_request", "Invalid or missing redirect_uri parameter"),
        ({"client_id": "nobody-1"}, "invalid_client", "Invalid client credentials"),
        ({"redirect_uri": REDIRECT + "/"}, "invalid_request", "redirect_uri does not match"),
        (
            {"response_type": None, "client_id": None},
            "invalid_request",
            'Invalid response_type parameter (must be "code")',
        ),
        (
            {"client_id": "nobody-1", "redirect_uri": "http://evil.test"},
            "invalid_client",
            "Invalid client credentials",
        ),
    ],
)
def test_wrong_parameters_are_answered_in_json_and_never_redirected(
    bench: Bench, client_id: str, changes: dict[str, str | None], error: str, description: str
) -> None:
    answer = bench.run(bench.send("GET", address(client_id, **changes), token=None))
    assert answer.status_code == 400
    assert answer.json() == {"error": error, "error_description": description}


def test_deny_goes_back_with_the_librarys_error(bench: Bench, client_id: str) -> None:
    async def scenario() -> httpx2.Response:
        browser = Browser(bench)
        await browser.open(address(client_id))
        await browser.submit(username=USER, password=PASSWORD)
        return await browser.submit(decision="deny")

    location = bench.run(scenario()).headers["location"]
    assert location == (
        f"{REDIRECT}?error=access_denied&error_description="
        "The%20user%20denied%20access%20to%20your%20application&code=500"
    )


def test_state_is_appended_as_text_and_not_encoded_again(bench: Bench, client_id: str) -> None:
    back = bench.run(linked(bench, address(client_id, state="a+b/c= d\r\nX-Evil: 1")))
    assert back.headers["location"].endswith("&state=a+b/c=%20d%0D%0AX-Evil:%201")
    assert "x-evil" not in back.headers


def test_a_redirect_uri_with_a_query_gets_a_second_question_mark(bench: Bench) -> None:
    old_form = "https://pitangui.amazon.com/spa/skill/account-linking-status.html?vendorId=M2A"
    client = bench.cloud.create_client(USER, "Alexa", "web", old_form)
    back = bench.run(linked(bench, address(client.id, redirect_uri=old_form)))
    assert back.headers["location"].startswith(f"{old_form}?code=")


def test_an_implicit_request_gets_a_token_in_the_fragment(bench: Bench, client_id: str) -> None:
    async def scenario() -> tuple[str, httpx2.Response]:
        back = await linked(bench, address(client_id, response_type="token"))
        location = back.headers["location"]
        token = parse_qs(urlsplit(location).fragment)["token"][0]
        return location, await bench.send("GET", "/v1/devices", token=token)

    location, listed = bench.run(scenario())
    assert location.startswith(f"{REDIRECT}#token=")
    assert listed.status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_name(bench: Bench, client_id: str) -> None:
    async def scenario() -> httpx2.Response:
        browser = Browser(bench)
        await browser.open(address(client_id))
        return await browser.submit(username='"><b>me', password="wrong")

    answer = bench.run(scenario())
    assert answer.status_code == 401
    assert "don&#39;t match" in answer.text
    assert "<b>me" not in answer.text
    assert Form(answer.text).fields["username"] == '"><b>me'
    assert Form(answer.text).fields["password"] == ""


def test_with_mfa_the_one_time_code_is_asked_for_before_consent(bench: Bench, client_id: str) -> None:
    user = bench.cloud.state.users.find(USER)
    assert user is not None
    user.mfa_secret = pyotp.random_base32()
    totp = pyotp.TOTP(user.mfa_secret)

    async def scenario() -> list[httpx2.Response]:
        browser = Browser(bench)
        await browser.open(address(client_id))
        asked = await browser.submit(username=USER, password=PASSWORD)
        skipped = await browser._go(
            "POST",
            address(client_id),
            data={**Form(asked.text).fields, "step": "consent", "decision": "allow"},
        )
        wrong = await browser.submit(otp="000000")
        return [asked, skipped, wrong, await browser.submit(otp=totp.at(int(START)))]

    asked, skipped, wrong, right = bench.run(scenario())
    assert "otp" in Form(asked.text).fields
    assert skipped.status_code == 200
    assert "location" not in skipped.headers
    assert wrong.status_code == 401
    assert "not right" in wrong.text
    assert ("decision", "allow") in Form(right.text).buttons


def test_the_consent_page_says_who_wants_what(bench: Bench, client_id: str) -> None:
    async def scenario() -> httpx2.Response:
        browser = Browser(bench)
        await browser.open(address(client_id))
        return await browser.submit(username=USER, password=PASSWORD)

    text = bench.run(scenario()).text
    assert "Alexa wants access to your Particle account" in text
    assert USER in text
    assert "<strong>all</strong> of your devices" in text
    assert "pitangui.amazon.com" in text


@pytest.mark.parametrize("csrf", ["", "0" * 40])
def test_a_form_without_the_right_csrf_value_does_nothing(bench: Bench, client_id: str, csrf: str) -> None:
    async def scenario() -> httpx2.Response:
        browser = Browser(bench)
        await browser.open(address(client_id))
        await browser.submit(username=USER, password=PASSWORD)
        return await browser.submit(decision="allow", csrf=csrf)

    answer = bench.run(scenario())
    assert answer.status_code == 403
    assert "location" not in answer.headers
    assert "Please log in again" in answer.text


def test_a_planted_cookie_is_worth_nothing_after_the_login(bench: Bench, client_id: str) -> None:
    async def scenario() -> tuple[str, str]:
        browser = Browser(bench)
        await browser.open(address(client_id))
        before = browser.cookies["particle_login"]
        await browser.submit(username=USER, password=PASSWORD)
        return before, browser.cookies["particle_login"]

    before, after = bench.run(scenario())
    assert before != after


def test_a_login_left_open_expires(bench: Bench, client_id: str) -> None:
    async def scenario() -> httpx2.Response:
        browser = Browser(bench)
        await browser.open(address(client_id))
        await browser.submit(username=USER, password=PASSWORD)
        await bench.clock.advance(3600)
        return await browser.submit(decision="allow")

    assert bench.run(scenario()).status_code == 403


def test_pages_need_no_script_and_cannot_be_framed_or_cached(bench: Bench, client_id: str) -> None:
    answer = bench.run(bench.send("GET", address(client_id), token=None))
    assert Form(answer.text).scripts == 0
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_no_password_and_no_code_reaches_the_trace(bench: Bench, client_id: str) -> None:
    back = bench.run(linked(bench, address(client_id)))
    code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]
    everything = repr(bench.trace.entries())
    assert BASE  # the exchange itself is there
    assert "/oauth/authorize" in everything
    assert code not in everything
    assert PASSWORD not in everything
