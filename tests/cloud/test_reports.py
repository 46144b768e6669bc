"""From a device's event to Alexa's event gateway, through a webhook that knows its account's secret."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonlink.alexa.reports.accounts import Accounts
from photonlink.aws import make_handler, make_webhook_handler
from photonlink.lights.events import EventError, parse_changes
from photonlink.store import MemoryStore, StoreError
from photonsim.alexa_service.model import Endpoint
from photonsim.alexa_service.rules.reports import check_change_report

from .conftest import ENVIRON
from .messages import accept_grant, check, discover
from .stand_in import DEVICE, GATEWAY, LWA, OTHER_DEVICE, Context, InOrder, StandIn, StillClock, device
from .test_garbage import json_values

HOOK = "https://hooks.example/webhook"
EUROPE = "https://gateway.eu.example/v3/events"
REPORTING = {**ENVIRON, "PHOTONLINK_WEBHOOK_URL": HOOK, "ALEXA_EVENT_GATEWAY": f"{GATEWAY},{EUROPE}"}
CHANGE = {"kitchen": {"on": 1, "bri": 40, "changed": ["power", "brightness"], "cause": "button"}}


def hook(name: str, day: int = 24, event: str = "photonlink/", url: str = HOOK) -> dict[str, object]:
    """A webhook in the account's list."""
    return {"id": name, "event": event, "url": url, "created_at": f"2026-11-{day}T09:00:00.000Z"}


def tokens(name: str) -> dict[str, object]:
    return {"access_token": f"Atza|{name}", "refresh_token": f"Atzr|{name}", "expires_in": 3600}


class House:
    """A handler and a webhook handler over one store, and what reached the gateway."""

    def __init__(
        self, session: requests.Session, particle: StandIn, clock: StillClock, store: MemoryStore
    ) -> None:
        self.particle, self.store, self.secret, self.published = particle, store, "", 0
        parts: dict[str, Any] = {"session": session, "clock": clock, "executor": InOrder, "store": store}
        self.handler = make_handler(REPORTING, **parts)
        self.webhook = make_webhook_handler(REPORTING, **parts)
        particle.on("POST", "/v1/integrations", 201, {"id": "hook-1", "ok": True})
        particle.on("GET", "/v1/integrations", 200, [hook("hook-1")])
        particle.on("POST", LWA, 200, tokens("one"))
        particle.on("POST", GATEWAY, 202, {})

    def link(self, name: str = "ann@example.com") -> str:
        """Link an account; returns the secret that its webhook was given."""
        self.particle.on("GET", "/v1/user", 200, {"username": name})
        answer = self.handler(accept_grant(), Context())
        check(answer)
        assert answer["event"]["header"]["name"] == "AcceptGrant.Response", answer
        (*_, made) = [
            call for call in self.particle.calls if (call.method, call.path) == ("POST", "/v1/integrations")
        ]
        hook = json.loads(made.body)
        assert (hook["event"], hook["url"]) == ("photonlink/", HOOK)
        scheme, secret = hook["headers"]["Authorization"].split()
        assert scheme == "Bearer"
        return str(secret)

    def linked(self) -> str:
        """The secret of an account that is linked the first time only."""
        self.secret = self.secret or self.link()
        return self.secret

    def post(
        self,
        secret: str,
        data: object,
        event: str = "photonlink/state",
        coreid: str = DEVICE,
        published_at: str = "",
    ) -> int:
        """What a webhook sends by default, a second later each time; returns the status of the answer."""
        text = data if isinstance(data, str) else json.dumps(data)
        self.published += 1
        moment = published_at or f"2026-01-01T{self.published // 60:02d}:{self.published % 60:02d}:00.000Z"
        form = urlencode({"event": event, "data": text, "published_at": moment, "coreid": coreid})
        request = {
            "version": "2.0",
            "headers": {"authorization": f"Bearer {secret}"},
            "body": base64.b64encode(form.encode()).decode(),
            "isBase64Encoded": True,
        }
        return int(self.webhook(request, Context())["statusCode"])

    def reports(self, gateway: str = GATEWAY) -> list[dict[str, Any]]:
        calls = [call for call in self.particle.calls if call.path == gateway]
        for call in calls:
            assert call.authorization.startswith("Bearer Atza|"), "never Particle's token"
        return [json.loads(call.body) for call in calls]


@pytest.fixture
def house(session: requests.Session, particle: StandIn, clock: StillClock, store: MemoryStore) -> House:
    return House(session, particle, clock, store)


def by_name(reported: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in reported}


def test_a_change_at_the_button_becomes_a_change_report(house: House) -> None:
    assert house.post(house.link(), CHANGE) == 200
    (report,) = house.reports()
    event = report["event"]
    assert (event["header"]["namespace"], event["header"]["name"]) == ("Alexa", "ChangeReport")
    assert "correlationToken" not in event["header"]
    assert event["endpoint"] == {
        "scope": {"type": "BearerToken", "token": "Atza|one"},
        "endpointId": f"{DEVICE}:kitchen",
    }
    change = event["payload"]["change"]
    assert change["cause"] == {"type": "PHYSICAL_INTERACTION"}
    assert by_name(change["properties"]) == {"powerState": "ON", "brightness": 40}
    assert by_name(report["context"]["properties"]) == {"connectivity": {"value": "OK"}}


@pytest.mark.parametrize(
    ("cause", "type_"),
    [
        ("button", "PHYSICAL_INTERACTION"),
        ("restored", "PHYSICAL_INTERACTION"),
        ("voice", "VOICE_INTERACTION"),
        ("cloud", "APP_INTERACTION"),
    ],
)
def test_the_cause_is_the_one_that_the_device_tells(house: House, cause: str, type_: str) -> None:
    house.post(house.link(), {"hall": {"on": 0, "changed": ["power"], "cause": cause}})
    assert house.reports()[0]["event"]["payload"]["change"]["cause"]["type"] == type_


@pytest.mark.parametrize(
    ("light", "changed", "others"),
    [
        (
            {"on": 1, "bri": 40, "hsv": [277, 86, 94], "changed": ["color"]},
            {"color": {"hue": 277, "saturation": 0.86, "brightness": 0.94}},
            {"powerState", "brightness", "connectivity"},
        ),
        (
            {"on": 1, "bri": 40, "ct": 2700, "changed": ["temperature"]},
            {"colorTemperatureInKelvin": 2700},
            {"powerState", "brightness", "connectivity"},
        ),
        (
            {"on": 1, "bri": 40, "hsv": [0, 0, 0], "ct": 2700, "changed": ["brightness"]},
            {"brightness": 40},
            {"powerState", "color", "connectivity"},
        ),
        ({"on": 0, "changed": ["power"]}, {"powerState": "OFF"}, {"connectivity"}),
    ],
)
def test_changed_and_unchanged_properties_are_apart(
    house: House, light: dict[str, object], changed: dict[str, object], others: set[str]
) -> None:
    house.post(house.link(), {"lamp": {**light, "cause": "voice"}})
    (report,) = house.reports()
    assert by_name(report["event"]["payload"]["change"]["properties"]) == changed
    assert set(by_name(report["context"]["properties"])) == others


@pytest.mark.parametrize(
    "light",
    [
        {"on": 1, "bri": 40, "hsv": [277, 86, 94], "changed": ["color", "power"]},
        {"on": 1, "bri": 40, "ct": 2700, "changed": ["temperature", "brightness"]},
        {"on": 0, "bri": 0, "ct": 2700, "changed": ["power", "brightness"]},
    ],
)
def test_the_simulated_alexa_takes_a_change_report_of_what_discovery_declared(
    house: House, light: dict[str, object]
) -> None:
    house.particle.devices(device())
    house.particle.manifest('[1,["kitchen","kitchen light","w",2700,6500]]')
    found = house.handler(discover(), Context())["event"]["payload"]["endpoints"]
    endpoints = {each["endpointId"]: Endpoint.from_discovery(each) for each in found}
    house.post(house.link(), {"kitchen": {**light, "cause": "button"}})
    (report,) = house.reports()
    assert check_change_report(report, endpoints) == []


def test_a_change_that_alexa_has_no_property_for_is_not_reported(house: House) -> None:
    house.post(
        house.link(), {"lamp": {"on": 1, "bri": 40, "ct": 2700, "changed": ["color"], "cause": "voice"}}
    )
    assert house.reports() == []


def test_fifty_lights_that_change_at_once_are_fifty_reports(house: House) -> None:
    lights = {f"k{number}": {"on": 1, "changed": ["power"], "cause": "button"} for number in range(50)}
    house.post(house.link(), lights)
    endpoints = [report["event"]["endpoint"]["endpointId"] for report in house.reports()]
    assert endpoints == [f"{DEVICE}:k{number}" for number in range(50)]


FIRST, SECOND = "2026-01-01T00:00:01.250Z", "2026-01-01T00:00:02.250Z"


def test_a_sample_has_the_time_at_which_the_device_told_it(house: House) -> None:
    """A webhook that failed comes again up to minutes later, with what was true then."""
    house.post(house.link(), CHANGE, published_at=FIRST)
    (report,) = house.reports()
    told = [*report["event"]["payload"]["change"]["properties"], *report["context"]["properties"]]
    assert {each["timeOfSample"] for each in told} == {FIRST}


@pytest.mark.parametrize("again", [FIRST, "2026-01-01T00:00:00Z"], ids=["twice", "late"])
def test_what_arrives_twice_or_late_is_not_reported(house: House, again: str) -> None:
    """Particle delivers at least once and in any order (its documentation)."""
    secret = house.link()
    house.post(secret, CHANGE, published_at=FIRST)
    other = {"kitchen": {"on": 0, "bri": 0, "changed": ["power", "brightness"], "cause": "button"}}
    assert house.post(secret, other, published_at=again) == 200
    assert len(house.reports()) == 1
    house.post(secret, other, published_at=SECOND)
    assert len(house.reports()) == 2


def test_of_what_the_gateway_did_not_take_only_the_rest_is_sent_again(house: House) -> None:
    lights = {f"k{number}": {"on": 1, "changed": ["power"], "cause": "button"} for number in range(4)}

    def told() -> list[str]:
        return [report["event"]["endpoint"]["endpointId"][-2:] for report in house.reports()]

    def busy_for_k2(call: Any) -> tuple[int, object]:
        return (400 if ":k2" in call.body else 202), {}

    secret = house.link()
    house.particle.script["POST", GATEWAY] = busy_for_k2
    assert house.post(secret, lights, published_at=FIRST) == 502
    assert told() == ["k0", "k1", "k2", "k3"]
    house.particle.on("POST", GATEWAY, 202, {})
    assert house.post(secret, lights, published_at=FIRST) == 200
    assert told() == ["k0", "k1", "k2", "k3", "k2"]


def test_an_older_manifest_that_arrives_late_changes_no_name_back(house: House) -> None:
    secret = house.link()
    house.post(secret, '[1,["kitchen","stove","d"]]', "photonlink/lights", published_at=SECOND)
    assert house.post(secret, '[1,["kitchen","sink","d"]]', "photonlink/lights", published_at=FIRST) == 200
    assert len(house.reports()) == 1


def test_a_manifest_that_the_gateway_did_not_take_is_sent_again(house: House) -> None:
    secret = house.link()
    house.particle.on("POST", GATEWAY, 400, {})
    assert house.post(secret, '[1,["kitchen","stove","d"]]', "photonlink/lights", published_at=FIRST) == 502
    house.particle.on("POST", GATEWAY, 202, {})
    assert house.post(secret, '[1,["kitchen","stove","d"]]', "photonlink/lights", published_at=FIRST) == 200
    assert len(house.reports()) == 2


def test_no_account_can_silence_anothers_device(house: House) -> None:
    ann, bob = house.link("ann@example.com"), house.link("bob@example.com")
    house.post(bob, CHANGE, published_at="9999-01-01T00:00:00.000Z")
    assert house.post(ann, CHANGE, published_at=FIRST) == 200
    assert len(house.reports()) == 2


@pytest.mark.parametrize("published_at", ["yesterday", "2026-01-01", "0001-01-01T00:00:00+14:00"])
def test_an_event_without_a_date_is_reported_each_time_it_comes(house: House, published_at: str) -> None:
    """So it is with webhooks that were made by hand, with a form of their own."""
    secret = house.link()
    for _ in range(2):
        assert house.post(secret, CHANGE, published_at=published_at) == 200
    assert len(house.reports()) == 2


def test_lights_that_came_or_changed_and_lights_that_went_are_reported(house: House) -> None:
    secret = house.link()
    house.post(secret, '[1,["kitchen","kitchen light","d"],["hall","hall light","s"]]', "photonlink/lights")
    house.post(secret, '[1,["kitchen","breakfast lamp","d"]]', "photonlink/lights")
    names = [report["event"]["header"]["name"] for report in house.reports()]
    assert names == ["AddOrUpdateReport", "AddOrUpdateReport", "DeleteReport"]
    _, renamed, deleted = (report["event"]["payload"] for report in house.reports())
    assert [each["friendlyName"] for each in renamed["endpoints"]] == ["breakfast lamp"]
    assert renamed["scope"] == {"type": "BearerToken", "token": "Atza|one"}
    assert deleted["endpoints"] == [{"endpointId": f"{DEVICE}:hall"}]


def test_a_light_that_only_discovery_told_of_is_reported_when_it_goes(house: House) -> None:
    house.particle.devices(device())
    house.particle.manifest('[1,["kitchen","kitchen light","d"],["hall","hall light","s"]]')
    secret = house.link()
    house.handler(discover(), Context())
    house.post(secret, '[1,["kitchen","kitchen light","d"]]', "photonlink/lights")
    (deleted,) = [
        report["event"]["payload"]["endpoints"]
        for report in house.reports()
        if report["event"]["header"]["name"] == "DeleteReport"
    ]
    assert deleted == [{"endpointId": f"{DEVICE}:hall"}]


def test_other_events_are_taken_and_lead_to_nothing(house: House) -> None:
    assert house.post(house.link(), "x", "photonlink/other") == 200
    assert house.reports() == []


def test_discovery_declares_that_changes_are_reported_only_where_they_are(house: House, say: Any) -> None:
    house.particle.devices(device())
    house.particle.manifest('[1,["kitchen","kitchen light","d"]]')

    def declared(answer: dict[str, Any]) -> set[str]:
        (light,) = answer["event"]["payload"]["endpoints"]
        with_properties = [each for each in light["capabilities"] if "properties" in each]
        return {each["interface"] for each in with_properties if each["properties"]["proactivelyReported"]}

    assert declared(house.handler(discover(), Context())) == {
        "Alexa.PowerController",
        "Alexa.BrightnessController",
    }, "a device that has gone silent cannot tell so"
    assert declared(say(discover())) == set()


# -- who may post


@pytest.mark.parametrize("secret", ["", "0" * 40, "wrong one", "Atza|one"])
def test_a_wrong_secret_is_refused(house: House, secret: str) -> None:
    house.link()
    assert house.post(secret, CHANGE) == 401
    assert house.reports() == []


def test_each_account_reports_to_its_own_alexa_only(house: House) -> None:
    ann = house.link("ann@example.com")
    house.particle.on("POST", LWA, 200, tokens("two"))
    bob = house.link("bob@example.com")
    assert ann != bob
    house.post(bob, CHANGE, coreid=OTHER_DEVICE)
    house.post(ann, CHANGE)
    told = [report["event"]["endpoint"]["scope"]["token"] for report in house.reports()]
    assert told == ["Atza|two", "Atza|one"]


def test_linking_again_ends_the_earlier_webhook_and_its_secret(house: House) -> None:
    earlier = house.link()
    house.particle.on("DELETE", "/v1/integrations/hook-1", 204, b"")
    house.particle.on("POST", "/v1/integrations", 201, {"id": "hook-2"})
    later = house.link()
    assert [call.path for call in house.particle.calls if call.method == "DELETE"] == [
        "/v1/integrations/hook-1"
    ]
    assert house.post(earlier, CHANGE) == 401
    assert house.post(later, CHANGE) == 200


def test_a_late_report_of_an_earlier_grant_does_not_take_the_new_one_away(house: House) -> None:
    house.link()
    accounts = Accounts(house.store)
    earlier = accounts.by_name("ann@example.com")
    assert earlier is not None
    house.particle.on("DELETE", "/v1/integrations/hook-1", 204, b"")
    house.particle.on("POST", "/v1/integrations", 201, {"id": "hook-2"})
    house.particle.on("POST", LWA, 200, tokens("two"))
    later = house.link()
    accounts.remove(earlier)
    assert accounts.by_name("ann@example.com") is not None
    assert house.post(later, CHANGE) == 200


def test_linking_deletes_webhooks_of_grants_that_were_dropped(house: House) -> None:
    """A grant that Alexa took back is forgotten with its webhook's id, and the webhook goes on firing."""
    listed = [
        hook("hook-1"),
        hook("left-over", day=23),
        hook("of-a-later-linking", day=25),
        hook("of-another-function", day=23, url="https://example.com/"),
        hook("of-another-event", day=23, event="temperature"),
    ]
    house.particle.on("GET", "/v1/integrations", 200, listed)
    house.particle.on("DELETE", "/v1/integrations/left-over", 204, b"")
    house.link()
    assert [call.path for call in house.particle.calls if call.method == "DELETE"] == [
        "/v1/integrations/left-over"
    ]


@pytest.mark.parametrize("answer", [(500, {}), (200, {"not": "a list"})])
def test_webhooks_that_cannot_be_listed_do_not_fail_the_grant(
    house: House, answer: tuple[int, object]
) -> None:
    house.particle.on("GET", "/v1/integrations", *answer)
    assert house.link()


def test_the_store_holds_no_webhook_secret(house: House) -> None:
    secret = house.link()
    assert secret not in json.dumps(list(house.store._items.items()))


def test_a_webhook_that_cannot_be_made_fails_the_grant(house: House) -> None:
    house.particle.on("POST", "/v1/integrations", 500, {})
    house.particle.on("GET", "/v1/user", 200, {"username": "ann@example.com"})
    answer = house.handler(accept_grant(), Context())
    check(answer)
    assert answer["event"]["payload"]["type"] == "ACCEPT_GRANT_FAILED"
    assert Accounts(house.store).by_name("ann@example.com") is None


class FullStore(MemoryStore):
    def save(self, kind: str, items: Mapping[str, str]) -> None:
        raise StoreError("the disk is full")


def test_a_grant_that_cannot_be_kept_leaves_no_webhook_behind(
    session: requests.Session, particle: StandIn, clock: StillClock
) -> None:
    house = House(session, particle, clock, FullStore())
    particle.on("GET", "/v1/user", 200, {"username": "ann@example.com"})
    particle.on("DELETE", "/v1/integrations/hook-1", 204, b"")
    answer = house.handler(accept_grant(), Context())
    assert "the disk is full" in answer["event"]["payload"]["message"]
    assert [call.path for call in particle.calls if call.method == "DELETE"] == ["/v1/integrations/hook-1"]


# -- the gateway's refusals


def refusal(code: str) -> dict[str, object]:
    return {
        "header": {"namespace": "System", "name": "Exception"},
        "payload": {"code": code, "description": "no"},
    }


def in_turn(particle: StandIn, path: str, *answers: tuple[int, object]) -> None:
    left = list(answers)
    particle.script["POST", path] = lambda call: left.pop(0) if len(left) > 1 else left[0]


def test_a_token_that_ends_is_renewed_first(house: House, clock: StillClock) -> None:
    secret = house.link()
    clock.sleep(3590)
    house.particle.on("POST", LWA, 200, tokens("two"))
    assert house.post(secret, CHANGE) == 200
    assert house.reports()[0]["event"]["endpoint"]["scope"]["token"] == "Atza|two"


def test_a_token_that_is_refused_is_renewed_once(house: House) -> None:
    secret = house.link()
    house.particle.on("POST", LWA, 200, tokens("two"))
    in_turn(house.particle, GATEWAY, (401, refusal("INVALID_ACCESS_TOKEN_EXCEPTION")), (202, {}))
    assert house.post(secret, CHANGE) == 200
    assert [report["event"]["endpoint"]["scope"]["token"] for report in house.reports()] == [
        "Atza|one",
        "Atza|two",
    ]
    house.particle.on("POST", GATEWAY, 401, refusal("INVALID_ACCESS_TOKEN_EXCEPTION"))
    assert house.post(secret, CHANGE) == 502
    assert len(house.reports()) == 4, "once more with a new token, and no more"


@pytest.mark.parametrize(
    ("status", "code"), [(403, "SKILL_NEVER_ENABLED_EXCEPTION"), (404, "SKILL_NOT_FOUND_EXCEPTION")]
)
def test_an_account_of_another_region_is_found_there_and_stays_there(
    house: House, status: int, code: str
) -> None:
    secret = house.link()
    house.particle.on("POST", GATEWAY, status, refusal(code))
    house.particle.on("POST", EUROPE, 202, {})
    assert house.post(secret, CHANGE) == 200
    assert house.post(secret, CHANGE) == 200
    assert (len(house.reports(GATEWAY)), len(house.reports(EUROPE))) == (1, 2)


def test_a_disabled_skill_drops_the_grant_and_refuses_its_webhook(house: House) -> None:
    secret = house.link()
    house.particle.on("POST", GATEWAY, 403, refusal("SKILL_DISABLED_EXCEPTION"))
    assert house.post(secret, CHANGE) == 502
    assert house.post(secret, CHANGE) == 401
    assert Accounts(house.store).by_name("ann@example.com") is None


def test_a_refresh_token_that_is_refused_drops_the_grant(house: House, clock: StillClock) -> None:
    secret = house.link()
    clock.sleep(4000)
    house.particle.on("POST", LWA, 400, {"error": "invalid_grant"})
    assert house.post(secret, CHANGE) == 502
    assert house.post(secret, CHANGE) == 401


def test_a_missing_permission_keeps_the_grant(house: House) -> None:
    secret = house.link()
    house.particle.on("POST", GATEWAY, 403, refusal("INSUFFICIENT_PERMISSION_EXCEPTION"))
    assert house.post(secret, CHANGE) == 502
    house.particle.on("POST", GATEWAY, 202, {})
    assert house.post(secret, CHANGE) == 200


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_gateway_is_asked_at_most_three_times_more_a_second_apart(
    house: House, clock: StillClock, status: int
) -> None:
    secret, began = house.link(), clock.now()
    house.particle.on("POST", GATEWAY, status, refusal("THROTTLING_EXCEPTION"))
    assert house.post(secret, CHANGE) == 502
    assert len(house.reports()) == 4
    assert clock.now() - began == pytest.approx(3)


# -- what devices may say


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "no JSON"),
        ("[]", "no JSON object"),
        ('{"KITCHEN": {}}', "no valid key"),
        ('{"k": {"on": 2, "changed": [], "cause": "voice"}}', "`on` is no whole number from 0 to 1"),
        ('{"k": {"on": 1, "bri": 101, "changed": [], "cause": "voice"}}', "`bri`"),
        ('{"k": {"on": 1, "hsv": [1, 2], "changed": [], "cause": "voice"}}', "`hsv` is no list"),
        ('{"k": {"on": 1, "ct": 1, "changed": [], "cause": "voice"}}', "`ct`"),
        ('{"k": {"on": 1, "changed": "power", "cause": "voice"}}', "`changed`"),
        ('{"k": {"on": 1, "changed": [], "cause": "ghost"}}', "the cause is none of button, cloud"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused_with_the_reason(house: House, data: str, words: str) -> None:
    with pytest.raises(EventError) as error:
        parse_changes(data)
    assert words in str(error.value)
    assert house.post(house.link(), data) == 400


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    json_values
    | st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("headers", "body", "isBase64Encoded", "requestContext"), json_values)
    )
)
def test_whatever_is_posted_gets_a_status(house: House, request_: Any) -> None:
    answer = house.webhook(request_, Context())
    assert answer["statusCode"] == 401
    json.loads(answer["body"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50)
@given(st.text() | json_values)
def test_whatever_a_linked_account_posts_gets_a_status(house: House, data: object) -> None:
    secret = house.linked()
    assert house.post(secret, data) in (200, 400)
    assert house.post(secret, data, "photonlink/lights") in (200, 400)
