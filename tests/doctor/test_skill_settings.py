"""What the doctor says to entries of the consoles, judged as they stand; and its rules for messages."""

from __future__ import annotations

from typing import Any

import pytest

from photonlink.doctor import Case, Configuration, Verdict, examine
from photonlink.doctor.checks import a313
from photonlink.doctor.messages import endpoint_breaches, report_breaches
from photonlink.doctor.probes import Probes
from photonsim.sync_house import SyncHouse

ID = "amzn1.ask.skill.3f1c2a7e-5b0d-4c7a-9d53-0a1b2c3d4e5f"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:photonlink"
SMART_HOME = {"principal": "alexa-connectedhome.amazon.com", "event_source_token": ID}
CUSTOM = {"principal": "alexa-appkit.amazon.com", "event_source_token": ID}
US = {"region": "na", "country": "US", "language": "en-US"}


def verdict(code: str, entries: dict[str, Any]) -> Verdict:
    """What the doctor says offline of these entries."""
    given = Configuration.from_mapping(entries, "typed")
    found = examine(Case(given, Probes(offline=True)))
    return next(each for each in found.verdicts if each.code == code)


@pytest.mark.parametrize(
    ("code", "entries", "evidence"),
    [
        ("A301", {"skill": {"endpoints": {"default": f"{ARN} "}}}, "a blank that was pasted along"),
        ("A301", {"skill": {"endpoints": {"default": "arn:aws:iam::123456789012:role/x"}}}, "ARN of a role"),
        (
            "A301",
            {"skill": {"endpoints": {"default": "arn:aws:cloudformation:us-east-1:1:stack/x"}}},
            "ARN of a stack",
        ),
        ("A301", {"skill": {"endpoints": {"eu": ARN}}}, "Alexa calls eu-west-1 for Europe and India"),
        ("A301", {"lambda": {"arn": "photonlink"}}, "no ARN of a Lambda function"),
        ("A302", {"skill": {"endpoints": {"default": ""}}}, "its endpoint default is empty"),
        ("A303", {"skill": {"id": ID}, "lambda": {"triggers": []}}, "is missing; there is none at all"),
        ("A303", {"skill": {"id": f"{ID}0"}, "lambda": {"triggers": [SMART_HOME]}}, "is for the skill"),
        (
            "A303",
            {"skill": {"id": ID, "custom": True}, "lambda": {"triggers": [SMART_HOME]}},
            "Alexa Skills Kit",
        ),
        (
            "A303",
            {
                "skill": {"id": ID, "endpoints": {"default": f"{ARN}:live"}},
                "lambda": {"triggers": [SMART_HOME]},
            },
            "is on the function itself, and the skill calls its version or alias live",
        ),
        ("A304", {"lambda": {"handler": "photonlink.handler"}}, "photonlink has photonlink.aws.handler"),
        ("A305", {"skill": {"payload_version": "v3"}}, "there are 2 and 3"),
        (
            "A307",
            {"skill": {"send_events": True}, "lambda": {"environment": {}}},
            "lacks ALEXA_CLIENT_ID and",
        ),
        ("A308", {"lambda": {"timeout": 3}}, "time-out is 3 s"),
        ("A308", {"lambda": {"memory": 128}}, "memory is 128 MB"),
        (
            "A309",
            {
                "skill": {"id": ID, "custom": True},
                "lambda": {"environment": {"PHOTONLINK_SKILL_ID": f"{ID} "}},
            },
            "They differ by blanks only",
        ),
        ("A309", {"skill": {"id": ID, "custom": True}, "lambda": {"environment": {}}}, "is not set"),
        ("A311", {"skill": {"privacy_policy_url": "privacy.html"}}, "is no address of a web page"),
        (
            "A312",
            {"amazon": US, "reports": {"gateway": "https://api.fe.amazonalexa.com/v3/events"}},
            "api.fe.",
        ),
        (
            "A314",
            {"skill": {"stage": "development"}, "amazon": {"email": "a@x.org", "developer_email": "b@x.org"}},
            "in development at b@x.org",
        ),
        ("A315", {"amazon": {"country": "AT"}, "skill": {"countries": ["DE"]}}, "at home in AT"),
        ("A315", {"amazon": {"region": "eu"}, "skill": {"endpoints": {"default": ARN}}}, "is in us-east-1"),
        ("A319", {"lambda": {"runtime": "nodejs20.x"}}, "nodejs20.x"),
        ("A320", {"lambda": {"actions": ["logs:CreateLogStream"]}}, "may not logs:PutLogEvents"),
    ],
)
def test_a_wrong_entry_is_named(code: str, entries: dict[str, Any], evidence: str) -> None:
    found = verdict(code, entries)
    assert found.verdict == "problem", found
    assert evidence in found.evidence
    assert found.fix


@pytest.mark.parametrize(
    ("code", "entries"),
    [
        ("A301", {"skill": {"endpoints": {"default": f"{ARN}:live"}}}),
        ("A303", {"skill": {"id": ID}, "lambda": {"triggers": [SMART_HOME, CUSTOM]}}),
        ("A304", {"lambda": {"handler": "photonlink.aws.handler"}}),
        ("A306", {"skill": {"send_events": False}}),
        ("A307", {"skill": {"send_events": False}, "lambda": {"environment": {}}}),
        ("A308", {"lambda": {"timeout": 7, "memory": 256}}),
        ("A309", {"skill": {"custom": False}}),
        ("A312", {"amazon": {"region": "fe"}, "lambda": {"environment": {}}}),
        ("A314", {"skill": {"stage": "live"}}),
        ("A315", {"amazon": US, "skill": {"endpoints": {"na": ARN}, "locales": ["en-US"]}}),
        ("A319", {"lambda": {"runtime": "python3.13"}}),
        ("A320", {"lambda": {"actions": ["logs:*", "dynamodb:*", "kms:*"]}, "skill": {"send_events": True}}),
    ],
)
def test_a_right_entry_is_no_problem(code: str, entries: dict[str, Any]) -> None:
    assert verdict(code, entries).verdict in ("ok", "unknown")


@pytest.mark.parametrize("code", [f"A{number}" for number in range(301, 321)])
def test_nothing_is_claimed_where_nothing_is_known(code: str) -> None:
    found = verdict(code, {})
    assert (found.verdict, found.fix) == ("unknown", "")
    assert found.evidence


def test_a_healthy_house_is_judged_without_asking_it(photon_house: SyncHouse) -> None:
    given = Configuration.from_mapping(photon_house.configuration(), "the house")
    asked: list[str] = []
    found = examine(Case(given, Probes(offline=True, announce=asked.append)))
    assert found.problems == []
    assert asked == []
    on_paper = ("A301", "A302", "A303", "A307", "A308", "A309", "A312", "A314", "A315", "A319", "A320")
    assert [each.code for each in found.verdicts if each.verdict == "ok" and each.code in on_paper] != []


@pytest.mark.parametrize("name", ["1", "lr lmp", "desk2b", "k" * 129, "..."])
def test_a_name_that_alexa_mishears_is_named(name: str) -> None:
    assert a313.unspeakable(name)


@pytest.mark.parametrize(
    "name", ["kitchen light", "TV light", "desk lamp 2", "Küchenlicht", "台所", "Stehlampe"]
)
def test_a_name_that_can_be_spoken_is_left_alone(name: str) -> None:
    assert not a313.unspeakable(name)


def endpoint(**changes: object) -> dict[str, object]:
    """A light as a Discover.Response describes one, with changes."""
    power = {"supported": [{"name": "powerState"}], "proactivelyReported": True, "retrievable": True}
    return {
        "endpointId": "a:kitchen",
        "manufacturerName": "photonlink",
        "friendlyName": "kitchen light",
        "description": "a light",
        "displayCategories": ["LIGHT"],
        "capabilities": [
            {"type": "AlexaInterface", "interface": "Alexa", "version": "3"},
            {
                "type": "AlexaInterface",
                "interface": "Alexa.PowerController",
                "version": "3",
                "properties": power,
            },
        ],
    } | changes


@pytest.mark.parametrize(
    ("endpoints", "breach"),
    [
        ([endpoint(), endpoint()], "is there twice"),
        ([endpoint(endpointId="a/kitchen")], "an id has 1 to 256 of"),
        ([endpoint(description=" ")], "description has 0 characters"),
        ([endpoint(friendlyname="x")], "'friendlyname' is not allowed"),
        ([endpoint(displayCategories=[])], "displayCategories is empty"),
        ([endpoint(capabilities=[{"type": "AlexaInterface", "interface": "Alexa"}])], "version is missing"),
        ([endpoint(endpointId=str(number)) for number in range(301)], "301 endpoints"),
        (["kitchen"], "is no object"),
    ],
)
def test_one_light_that_breaks_the_rules_is_found(endpoints: list[object], breach: str) -> None:
    assert endpoint_breaches([endpoint(endpointId="b:desk")]) == []
    assert breach in " ".join(endpoint_breaches(endpoints))


def report(*left_out: str, **changes: object) -> dict[str, Any]:
    """A state report with changes to the property of the power."""
    common = {"timeOfSample": "2026-01-01T00:00:00.12Z", "uncertaintyInMilliseconds": 500}
    power = {"namespace": "Alexa.PowerController", "name": "powerState", "value": "ON", **common, **changes}
    health = {"namespace": "Alexa.EndpointHealth", "name": "connectivity", "value": {"value": "OK"}, **common}
    return {
        "event": {
            "header": {
                "namespace": "Alexa",
                "name": "StateReport",
                "payloadVersion": "3",
                "messageId": "1",
                "correlationToken": "doctor",
            },
            "endpoint": {"endpointId": "a:kitchen"},
            "payload": {},
        },
        "context": {"properties": [each for each in (power, health) if each["name"] not in left_out]},
    }


@pytest.mark.parametrize(
    ("answer", "breach"),
    [
        (report("connectivity"), "lacks Alexa.EndpointHealth"),
        (report(timeOfSample="2026-01-01T00:00:00.123456Z"), "at most three digits"),
        (report(uncertainty=1), "'uncertainty' is not allowed"),
        (report() | {"version": 3}, "'version' is not allowed"),
        ({"event": {}}, "context is missing"),
        (None, "no object"),
    ],
)
def test_a_report_that_breaks_the_schema_is_found(answer: object, breach: str) -> None:
    assert report_breaches(report(), "a:kitchen", "doctor") == []
    assert breach in " ".join(report_breaches(answer, "a:kitchen", "doctor"))
