"""Whatever arrives, the handler answers with something that Amazon takes, and never raises."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonlink.aws import make_handler

from .conftest import ENVIRON
from .messages import KITCHEN, accept_grant, check, directive, discover, error_type
from .stand_in import OTHER_DEVICE, Context, InOrder, StandIn, StillClock, pack
from .test_control import COMMANDS

SCENE = "scene:movie-night"
SCENES = json.dumps({"movie night": {KITCHEN: {"brightness": 10}, f"{OTHER_DEVICE}:hall": {"power": "off"}}})

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**400, 10**401)
    | st.floats()
    | st.text()
    | st.sampled_from(["Alexa", "3", "2", "1.0", "BearerToken"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)

directives = st.sampled_from(
    [directive(namespace, name, payload) for namespace, name, payload, _ in COMMANDS]
    + [directive("Alexa", "ReportState"), discover(), accept_grant()]
    + [directive("Alexa.SceneController", name, endpoint=SCENE) for name in ("Activate", "Deactivate")]
)


def paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of every member of a JSON value."""
    if not isinstance(value, dict):
        return [above]
    inner = [path for name, part in value.items() for path in paths(part, (*above, name))]
    return [above, *inner] if above else inner


@pytest.fixture(scope="module")
def handler() -> Any:
    particle = StandIn()
    particle.function(pack(40))
    particle.devices()
    session = requests.Session()
    session.mount("https://", particle)
    return make_handler(
        {**ENVIRON, "PHOTONLINK_SCENES": SCENES}, session=session, clock=StillClock(), executor=InOrder
    )


@given(json_values)
def test_any_json_gets_an_error_response(handler: Any, event: Any) -> None:
    answer = handler(event, Context())
    check(answer)
    assert error_type(answer) == "INVALID_DIRECTIVE"


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(directives, st.data())
def test_a_directive_with_members_missing_or_replaced_gets_an_answer(
    handler: Any, request_: dict[str, Any], data: st.DataObject
) -> None:
    event = copy.deepcopy(request_)
    for path in data.draw(st.lists(st.sampled_from(paths(event)), min_size=1, max_size=2)):
        place: Any = event
        for name in path[:-1]:
            place = place.get(name) if isinstance(place, dict) else None
        if not isinstance(place, dict):
            continue
        if data.draw(st.booleans()):
            place.pop(path[-1], None)
        else:
            place[path[-1]] = data.draw(json_values)
    _check_but_for_echoes(handler(event, Context()))


def _check_but_for_echoes(answer: dict[str, Any]) -> None:
    """The rules, for a request that need not have had a correlation token."""
    header = answer["event"]["header"]
    if header["name"] in ("Response", "StateReport"):
        header.setdefault("correlationToken", "none was sent")
    check(answer)


@given(st.text(), st.text())
def test_unknown_directives_are_refused_as_such(handler: Any, namespace: str, name: str) -> None:
    answer = handler(directive(namespace, name), Context())
    check(answer)
    assert error_type(answer) == "INVALID_DIRECTIVE"


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_a_huge_directive_is_answered(handler: Any, size: int) -> None:
    event = directive("Alexa.BrightnessController", "SetBrightness", {"brightness": 40, "more": "x" * size})
    check(handler(json.loads(json.dumps(event)), Context()))


@pytest.mark.parametrize(
    "event",
    [
        directive("Alexa\ud800", "TurnOn"),
        {"directive": {"header": {"payloadVersion": "3", "correlationToken": "\udfff"}}},
        {"header": {"namespace": "\ud800", "name": "\ud800"}},
        {
            "request": {
                "type": "IntentRequest",
                "intent": {"name": "\ud800", "slots": {"light": {"value": "\ud800"}}},
            }
        },
    ],
)
def test_half_a_character_comes_back_in_no_answer(handler: Any, event: Any) -> None:
    """JSON can escape it, UTF-8 cannot hold it: AWS's runtime would fail to send such an answer."""
    assert json.dumps(handler(event, Context()), ensure_ascii=False).encode()


@pytest.mark.parametrize("context", [None, object(), Context(0), Context(-5)])
def test_a_context_without_time_is_survived(handler: Any, context: Any) -> None:
    check(handler(directive("Alexa.PowerController", "TurnOn"), context))
