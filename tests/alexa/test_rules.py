"""Every rule for messages: a good message passes, and each breach is found and named."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonsim.alexa_service.rules import check
from photonsim.alexa_service.rules.reports import check_change_report

from . import messages
from .messages import JSON

Break = Callable[[JSON], Any]


def broken(message: JSON, breaking: Break) -> JSON:
    changed = copy.deepcopy(message)
    breaking(changed)
    return changed


def test_good_messages_pass() -> None:
    endpoint = messages.endpoint()
    assert check(messages.request(), messages.response(), endpoint) == []
    assert check(messages.request("Alexa", "ReportState"), messages.response("StateReport"), endpoint) == []
    assert check(messages.request(), messages.error(), endpoint) == []
    assert (
        check(
            messages.request(),
            messages.error("VALUE_OUT_OF_RANGE", validRange={"minimumValue": 0, "maximumValue": 100}),
        )
        == []
    )
    assert (
        check(messages.request(), messages.error("NOT_SUPPORTED_IN_CURRENT_MODE", currentDeviceMode="COLOR"))
        == []
    )
    assert check(messages.discover_request(), messages.discovery()) == []
    assert check_change_report(messages.change_report(), {"dev:key": endpoint}) == []


def prop(message: JSON, number: int) -> JSON:
    found: JSON = message["context"]["properties"][number]
    return found


@pytest.mark.parametrize(
    ("breaking", "names"),
    [
        (lambda m: m.update(extra=1), "response.extra"),
        (lambda m: m.pop("context"), "response.context is missing"),
        (lambda m: m.pop("event"), "event is missing"),
        (lambda m: m["event"].update(extra=1), "event.extra"),
        (lambda m: m["event"]["header"].update(extra=1), "event.header.extra"),
        (lambda m: m["event"]["header"].pop("messageId"), "event.header.messageId"),
        (lambda m: m["event"]["header"].update(messageId="m-1"), "repeats the directive's"),
        (lambda m: m["event"]["header"].update(messageId="with space"), "messageId"),
        (lambda m: m["event"]["header"].update(payloadVersion="2"), "payloadVersion"),
        (lambda m: m["event"]["header"].update(correlationToken="other"), "correlationToken"),
        (lambda m: m["event"]["header"].pop("correlationToken"), "correlationToken"),
        (lambda m: m["event"]["header"].update(name="Answer"), "expected Alexa/Response"),
        (lambda m: m["event"]["header"].update(namespace="Alexa.PowerController"), "expected Alexa/Response"),
        (lambda m: m["event"].pop("endpoint"), "event.endpoint"),
        (lambda m: m["event"]["endpoint"].update(endpointId="another"), "the directive was for"),
        (lambda m: m["context"].update(extra=1), "context.extra"),
        (lambda m: m["context"]["properties"].pop(1), "lacks Alexa.BrightnessController.brightness"),
        (lambda m: m["context"]["properties"].append(prop(m, 0)), "stands twice"),
        (lambda m: prop(m, 0).update(extra=1), "extra is not allowed"),
        (lambda m: prop(m, 0).update(timeOfSample="2026-11-24T09:00:00.123456Z"), "three digits"),
        (lambda m: prop(m, 0).update(timeOfSample="2026-11-24T09:00:00+00:00"), "timeOfSample"),
        (lambda m: prop(m, 0).update(timeOfSample="2026-13-24T09:00:00Z"), "no date"),
        (lambda m: prop(m, 0).pop("uncertaintyInMilliseconds"), "uncertaintyInMilliseconds"),
        (lambda m: prop(m, 0).update(uncertaintyInMilliseconds=-1), "uncertaintyInMilliseconds"),
        (lambda m: prop(m, 0).update(value="on"), 'expected "ON" or "OFF"'),
        (lambda m: prop(m, 1).update(value=101), "0 to 100"),
        (lambda m: prop(m, 1).update(value=40.0), "whole number"),
        (lambda m: prop(m, 1).update(value=True), "whole number"),
        (lambda m: prop(m, 2)["value"].update(hue=361), "hue"),
        (lambda m: prop(m, 2)["value"].pop("hue"), "hue, saturation and brightness"),
        (lambda m: prop(m, 3).update(value="OK"), "OK"),
        (lambda m: prop(m, 0).update(name="state"), "was not declared"),
        (lambda m: prop(m, 0).update(namespace="Alexa.LockController"), "was not declared"),
    ],
)
def test_a_breach_of_a_response_is_named(breaking: Break, names: str) -> None:
    breaches = check(messages.request(), broken(messages.response(), breaking), messages.endpoint())
    assert any(names in breach for breach in breaches), breaches


@pytest.mark.parametrize(
    ("message", "names"),
    [
        (messages.error("OOPS"), "no error of a light"),
        (messages.error("UNWILLING_TO_SET_VALUE"), "no error of a light"),
        (messages.error("NOT_SUPPORTED_IN_CURRENT_MODE"), "currentDeviceMode"),
        (messages.error("INTERNAL_ERROR", hint="x"), "event.payload.hint"),
        (messages.error("VALUE_OUT_OF_RANGE", validRange={"min": 0}), "validRange"),
        ({**messages.error(), "context": {"properties": []}}, "response.context"),
        (broken(messages.error(), lambda m: m["event"]["payload"].pop("message")), "message"),
        (
            broken(messages.error(), lambda m: m["event"]["endpoint"].update(endpointId="dev:other")),
            "the directive was for",
        ),
        (
            broken(
                messages.error(), lambda m: m["event"]["header"].update(namespace="Alexa.PowerController")
            ),
            "expected Alexa/ErrorResponse",
        ),
        ("text", "expected an object"),
        (None, "expected an object"),
    ],
)
def test_a_breach_of_an_error_is_named(message: object, names: str) -> None:
    breaches = check(messages.request(), message, messages.endpoint())
    assert any(names in breach for breach in breaches), breaches


def first(message: JSON) -> JSON:
    found: JSON = message["event"]["payload"]["endpoints"][0]
    return found


@pytest.mark.parametrize(
    ("breaking", "names"),
    [
        (lambda m: m.update(context={}), "response.context"),
        (lambda m: m["event"]["payload"].update(more=1), "event.payload.more"),
        (lambda m: m["event"]["payload"]["endpoints"].append(messages.discovered()), "stands twice"),
        (lambda m: first(m).update(endpointId="no blanks"), "endpointId"),
        (lambda m: first(m).update(endpointId="x" * 257), "endpointId"),
        (lambda m: first(m).update(description=""), "description"),
        (lambda m: first(m).update(friendlyName="x" * 129), "friendlyName"),
        (lambda m: first(m).pop("manufacturerName"), "manufacturerName"),
        (lambda m: first(m).update(displayCategories=[]), "displayCategories"),
        (lambda m: first(m).update(displayCategories=["LAMP"]), "displayCategories"),
        (lambda m: first(m).update(isReachable=True), "isReachable"),
        (lambda m: first(m).update(cookie={"n": 1}), "cookie"),
        (lambda m: first(m).update(cookie={"n": "x" * 5001}), "cookie"),
        (lambda m: first(m)["additionalAttributes"].update(color="x"), "additionalAttributes.color"),
        (lambda m: first(m).update(capabilities=[]), "capabilities"),
        (lambda m: first(m)["capabilities"].pop(0), "lacks the interface Alexa"),
        (lambda m: first(m)["capabilities"].append(first(m)["capabilities"][1]), "an interface twice"),
        (lambda m: first(m)["capabilities"][1].update(type="Interface"), "AlexaInterface"),
        (lambda m: first(m)["capabilities"][1].update(version="3.0"), "version"),
        (lambda m: first(m)["capabilities"][1].update(interface="Alexa.Power"), "no light has"),
        (lambda m: first(m)["capabilities"][1].pop("properties"), "properties"),
        (
            lambda m: first(m)["capabilities"][1]["properties"].update(supported=[{"name": "power"}]),
            "supported",
        ),
        (lambda m: first(m)["capabilities"][1]["properties"].update(retrievable="yes"), "retrievable"),
        (
            lambda m: first(m)["capabilities"][1]["properties"].update(nonControllable=False),
            "nonControllable",
        ),
        (
            lambda m: m["event"]["payload"].update(
                endpoints=[{**messages.discovered(), "endpointId": f"e{n}"} for n in range(301)]
            ),
            "at most 300",
        ),
    ],
)
def test_a_breach_of_a_discovery_is_named(breaking: Break, names: str) -> None:
    breaches = check(messages.discover_request(), broken(messages.discovery(), breaking))
    assert any(names in breach for breach in breaches), breaches


def test_a_failed_discovery_is_an_error_of_the_namespace_alexa() -> None:
    request = messages.discover_request()
    failed = broken(
        messages.error("INTERNAL_ERROR"),
        lambda m: (m["event"]["header"].pop("correlationToken"), m["event"].pop("endpoint")),
    )
    assert check(request, failed) == []


@pytest.mark.parametrize(
    ("breaking", "names"),
    [
        (lambda m: m["event"]["header"].update(correlationToken="t"), "correlationToken"),
        (
            lambda m: m["context"]["properties"].append(m["event"]["payload"]["change"]["properties"][0]),
            "in change and in context",
        ),
        (lambda m: m["event"]["payload"]["change"].update(cause={"type": "BUTTON"}), "cause"),
        (lambda m: m["event"]["payload"]["change"].update(properties=[]), "empty"),
        (
            lambda m: m["event"]["payload"]["change"].update(properties=[messages.properties()[3]]),
            "proactivelyReported",
        ),
        (lambda m: m["event"]["endpoint"].update(endpointId="dev:other"), "never discovered"),
        (
            lambda m: m["event"]["payload"].update(more=1) or m["event"]["payload"]["change"].update(more=1),
            "change.more",
        ),
        (lambda m: m["event"]["payload"].update(more=1), "payload.more"),
    ],
)
def test_a_breach_of_a_change_report_is_named(breaking: Break, names: str) -> None:
    breaches = check_change_report(
        broken(messages.change_report(), breaking), {"dev:key": messages.endpoint()}
    )
    assert any(names in breach for breach in breaches), breaches


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "event",
                    "header",
                    "payload",
                    "context",
                    "properties",
                    "endpoint",
                    "name",
                    "endpoints",
                    "capabilities",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_answer_breaks_the_rules_themselves_and_garbage_never_passes(answer: object) -> None:
    for request in (
        messages.request(),
        messages.discover_request(),
        messages.request("Alexa.Authorization", "AcceptGrant"),
    ):
        assert check(request, answer, messages.endpoint()), "garbage is not a good message"


@given(st.data())
def test_any_member_taken_away_is_missed(data: st.DataObject) -> None:
    message = messages.response()
    place: Any = message
    for _ in range(data.draw(st.integers(0, 3))):
        inner = [
            value
            for value in (place.values() if isinstance(place, dict) else place)
            if isinstance(value, dict | list) and value
        ]
        if not inner:
            break
        place = data.draw(st.sampled_from(inner))
    key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    del place[key]
    assert check(messages.request(), message, messages.endpoint())
