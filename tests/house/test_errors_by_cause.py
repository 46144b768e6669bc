"""Every error that a light can have, by a real cause: what Alexa is told, and what she says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from photonsim.alexa_service.rules import check
from photonsim.pytest_plugin import open_house
from photonsim.sync_house import SyncHouse

pytestmark = pytest.mark.slow


class Row(NamedTuple):
    """`cause`: the name of a fault; `error`: the type of the ErrorResponse; `speech`: a part of what Alexa says."""

    cause: str
    error: str
    speech: str


NOT_RESPONDING = "isn't responding. Please check its network connection and power supply."
ROWS = [
    Row("D501", "ENDPOINT_UNREACHABLE", NOT_RESPONDING),
    Row("D507", "ENDPOINT_UNREACHABLE", NOT_RESPONDING),
    Row("slow-cloud", "ENDPOINT_UNREACHABLE", NOT_RESPONDING),
    Row("cloud-down", "BRIDGE_UNREACHABLE", "the hub kitchen light is connected to isn't responding"),
    Row("T204", "INVALID_AUTHORIZATION_CREDENTIAL", "Please re-link your account in the Alexa app"),
    Row("T201", "EXPIRED_AUTHORIZATION_CREDENTIAL", "Please re-link your account in the Alexa app"),
    Row("D508", "NO_SUCH_ENDPOINT", "couldn't find"),
    Row("D503", "FIRMWARE_OUT_OF_DATE", "firmware update"),
    Row("narrow-client", "INSUFFICIENT_PERMISSIONS", "don't have permission to control kitchen light"),
    Row("too-many-requests", "RATE_LIMIT_EXCEEDED", "too many requests"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.cause)
def test_alexa_is_told_the_cause(photon_house: SyncHouse, row: Row) -> None:
    with photon_house.fault(row.cause):
        answer = photon_house.alexa.say("turn on the kitchen light")
        assert not answer.ok
        assert row.speech in answer.speech
        (response,) = answer.responses
        assert response is not None
        assert response["event"]["payload"]["type"] == row.error
        assert check(answer.directives[0], response, None) == []
        assert answer.elapsed_ms < 8000
    assert photon_house.alexa.link().ok
    assert photon_house.alexa.say("turn on the kitchen light").ok


def test_a_device_that_has_just_vanished_is_given_up_in_time(photon_house: SyncHouse) -> None:
    """Particle still believes it online, and waits longer than Alexa does."""
    photon_house.photon(0).unplug()
    answer = photon_house.alexa.say("turn on the kitchen light")
    assert NOT_RESPONDING in answer.speech
    assert 5000 < answer.elapsed_ms < 8000


@pytest.mark.parametrize(
    ("key", "namespace", "name", "payload", "error"),
    [
        ("kitchen", "BrightnessController", "SetBrightness", {"brightness": 101}, "VALUE_OUT_OF_RANGE"),
        ("kitchen", "BrightnessController", "SetBrightness", {"brightness": "x"}, "INVALID_DIRECTIVE"),
        ("hall", "BrightnessController", "SetBrightness", {"brightness": 10}, "INVALID_DIRECTIVE"),
        (
            "kitchen",
            "ColorController",
            "SetColor",
            {"color": {"hue": 0, "saturation": 1, "brightness": 1}},
            "INVALID_DIRECTIVE",
        ),
        ("attic", "PowerController", "TurnOn", {}, "NO_SUCH_ENDPOINT"),
        ("kitchen", "LockController", "Lock", {}, "INVALID_DIRECTIVE"),
    ],
)
def test_what_a_light_cannot_do_is_refused(
    photon_house: SyncHouse, key: str, namespace: str, name: str, payload: dict[str, Any], error: str
) -> None:
    endpoint = f"{photon_house.photon(0).id}:{key}"
    exchange = photon_house.alexa.directive(f"Alexa.{namespace}", name, endpoint, payload)
    assert exchange.error == error
    assert exchange.breaches == ()


def test_a_temperature_has_no_steps_while_a_colour_shines() -> None:
    with open_house(firmware=Path("photon-lights-rgbw")) as house:
        assert house.alexa.say("set the led strip to blue").ok
        strip = f"{house.photon(0).id}:strip"
        exchange = house.alexa.directive(
            "Alexa.ColorTemperatureController", "IncreaseColorTemperature", strip, {}
        )
        assert exchange.error == "NOT_SUPPORTED_IN_CURRENT_MODE"
        assert exchange.payload["currentDeviceMode"] == "COLOR"
        assert exchange.breaches == ()
