"""Every row of the table from what goes wrong to what Alexa is told, provoked by what the cloud answers."""

from __future__ import annotations

import json

import pytest
import requests

from photonlink.alexa.v3.errors import PARTICLE, REFUSALS
from photonlink.particle import errors

from .conftest import Say
from .messages import directive, discover, error_type
from .stand_in import TOKEN, StandIn

EXPIRED = {"error": "invalid_token", "error_description": "The access token provided has expired."}
INVALID = {"error": "invalid_token", "error_description": "The access token provided is invalid."}
DENIED = {"error": "Permission Denied", "info": "I didn't recognize that device name or ID, try opening ..."}

ROWS = [
    (errors.TokenExpired, 401, EXPIRED, "EXPIRED_AUTHORIZATION_CREDENTIAL"),
    (errors.TokenRefused, 401, INVALID, "INVALID_AUTHORIZATION_CREDENTIAL"),
    (errors.PermissionDenied, 403, DENIED, "NO_SUCH_ENDPOINT"),
    (errors.ScopeTooNarrow, 403, {"error": "insufficient_scope"}, "INSUFFICIENT_PERMISSIONS"),
    (errors.DeviceOffline, 400, {"ok": False, "error": "Timed out."}, "ENDPOINT_UNREACHABLE"),
    (errors.DeviceOffline, 408, {"error": "Timed out."}, "ENDPOINT_UNREACHABLE"),
    (errors.DeviceSilent, requests.ReadTimeout(), None, "ENDPOINT_UNREACHABLE"),
    (errors.UnknownFunction, 404, {"ok": False, "error": "Function light not found"}, "FIRMWARE_OUT_OF_DATE"),
    (errors.UnknownVariable, 404, {"ok": False, "error": "Variable not found"}, "FIRMWARE_OUT_OF_DATE"),
    (errors.RateLimited, 429, {"error": "rate_limit_exceeded"}, "RATE_LIMIT_EXCEEDED"),
    (errors.CloudUnreachable, requests.ConnectionError(), None, "BRIDGE_UNREACHABLE"),
    (errors.CloudUnreachable, requests.ConnectTimeout(), None, "BRIDGE_UNREACHABLE"),
    (errors.CloudUnreachable, 500, {"ok": False, "error": "oops"}, "BRIDGE_UNREACHABLE"),
    (errors.CloudUnreachable, 503, b"<html>Service Unavailable", "BRIDGE_UNREACHABLE"),
    (errors.UnexpectedAnswer, 200, b"<html>Welcome to the hotel", "INTERNAL_ERROR"),
    # Not the cloud's refusal: its answers are JSON always, and this one would unlink the account.
    (errors.UnexpectedAnswer, 401, b"<html>Log in at the proxy", "INTERNAL_ERROR"),
    (errors.UnexpectedAnswer, 200, {"return_value": None}, "INTERNAL_ERROR"),
    (errors.UnexpectedAnswer, 200, {"return_value": 2**31}, "INTERNAL_ERROR"),
    (errors.UnexpectedAnswer, 302, {}, "INTERNAL_ERROR"),
    (errors.UnexpectedAnswer, 404, [], "INTERNAL_ERROR"),
]


@pytest.mark.parametrize(("cause", "status", "body", "expected"), ROWS)
def test_what_particle_answers_becomes_the_right_error(
    say: Say,
    particle: StandIn,
    cause: type[errors.ParticleError],
    status: int | Exception,
    body: object,
    expected: str,
) -> None:
    particle.fails(status, body)
    assert error_type(say(directive("Alexa.PowerController", "TurnOn"))) == expected
    assert PARTICLE[cause] == expected
    assert len(particle.calls) == 1, "nothing is tried again: it could toggle twice"


def test_the_clouds_own_words_are_told(say: Say, particle: StandIn) -> None:
    particle.fails(401, EXPIRED)
    answer = say(directive("Alexa.PowerController", "TurnOn"))
    told = answer["event"]["payload"]["message"]
    assert told == "invalid_token - The access token provided has expired."


def test_every_row_of_the_table_is_tested() -> None:
    assert {row[0] for row in ROWS} == set(PARTICLE)
    assert {code for code, _ in CODES if code >= -5} == set(REFUSALS)


CODES = [
    (-1, "INVALID_VALUE"),
    (-2, "NO_SUCH_ENDPOINT"),
    (-3, "VALUE_OUT_OF_RANGE"),
    (-4, "INVALID_DIRECTIVE"),
    (-5, "NOT_SUPPORTED_IN_CURRENT_MODE"),
    (-6, "INTERNAL_ERROR"),
    (-1000, "INTERNAL_ERROR"),
]


@pytest.mark.parametrize(("code", "expected"), CODES)
def test_what_the_device_refuses_becomes_the_right_error(
    say: Say, particle: StandIn, code: int, expected: str
) -> None:
    particle.function(code)
    assert (
        error_type(say(directive("Alexa.ColorTemperatureController", "IncreaseColorTemperature"))) == expected
    )


def test_steps_of_white_in_colour_mode_name_that_mode(say: Say, particle: StandIn) -> None:
    particle.function(-5)
    answer = say(directive("Alexa.ColorTemperatureController", "DecreaseColorTemperature"))
    assert answer["event"]["payload"]["currentDeviceMode"] == "COLOR"


def test_a_number_that_is_no_state_means_another_firmware(say: Say, particle: StandIn) -> None:
    particle.function(120 << 23)
    assert error_type(say(directive("Alexa.PowerController", "TurnOn"))) == "FIRMWARE_OUT_OF_DATE"


def test_a_token_that_the_cloud_quotes_goes_no_further(
    say: Say, particle: StandIn, log: pytest.LogCaptureFixture
) -> None:
    particle.fails(403, {"error": "Permission Denied", "info": f"try /v1/devices?access_token={TOKEN}"})
    answer = say(directive("Alexa.PowerController", "TurnOn"))
    assert TOKEN not in json.dumps(answer)
    assert TOKEN not in str([record.__dict__ for record in log.records])


@pytest.mark.parametrize(
    "endpoint", ["kitchen", "3a0031000547343337373739", "../../v1/user:kitchen", "x" * 24 + ":a"]
)
def test_an_endpoint_of_another_form_is_none_of_ours(say: Say, particle: StandIn, endpoint: str) -> None:
    answer = error_type(say(directive("Alexa.PowerController", "TurnOn", endpoint=endpoint)))
    assert answer in ("NO_SUCH_ENDPOINT", "INVALID_DIRECTIVE")
    assert particle.calls == []


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, INVALID, "INVALID_AUTHORIZATION_CREDENTIAL"),
        (requests.ConnectionError(), None, "BRIDGE_UNREACHABLE"),
        (502, b"", "BRIDGE_UNREACHABLE"),
        (429, {}, "RATE_LIMIT_EXCEEDED"),
        (200, {"not": "a list"}, "INTERNAL_ERROR"),
        (200, [{"name": "no id"}], "INTERNAL_ERROR"),
    ],
)
def test_a_discovery_that_fails_is_an_error_and_never_an_empty_list(
    say: Say, particle: StandIn, status: int | Exception, body: object, expected: str
) -> None:
    particle.on("GET", "/v1/devices", status, body)
    assert error_type(say(discover())) == expected


@pytest.mark.parametrize("token", ["", "two words", "line\r\nHost: evil", None, 7, "ü", {"token": "x"}])
def test_a_token_that_cannot_be_one_is_a_malformed_directive_and_unlinks_nobody(
    say: Say, particle: StandIn, token: object
) -> None:
    request = directive("Alexa.PowerController", "TurnOn")
    request["directive"]["endpoint"]["scope"]["token"] = token
    assert error_type(say(request)) == "INVALID_DIRECTIVE"
    assert particle.calls == []
