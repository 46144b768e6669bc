"""Each fault of the skill or its function: the symptom, the doctor's verdict, and health when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from photonsim.sync_house import SyncHouse

from .conftest import causes

pytestmark = pytest.mark.slow


def linking(house: SyncHouse) -> str:
    """Why linking fails: the user reads one sentence, the trace has the reason."""
    house.alexa.unlink()
    linked = house.alexa.link()
    assert "unable to link" in linked.speech
    return linked.reason


def turning_on(house: SyncHouse) -> str:
    return house.alexa.say("turn on the kitchen light").speech


def log(house: SyncHouse) -> str:
    """What the function's log has of a directive that was said to it."""
    before = len(house.trace)
    spoken = turning_on(house)
    assert "isn't responding" in spoken, spoken
    entries = house.trace[before:]
    return " ".join(entry.summary for entry in entries if entry.kind in ("lambda", "log"))


def nothing_in_the_log(house: SyncHouse) -> str:
    return log(house) or "nothing in the log"


def opening(house: SyncHouse) -> str:
    return house.alexa.say("open photon lights").speech


def certification(house: SyncHouse) -> str:
    return house.submission() or "taken"


def report(house: SyncHouse) -> str:
    """What becomes of the report when somebody presses the button on the Photon."""
    before = len(house.trace)
    house.photon().press("A0")
    house.clock.advance("5s")
    return " ".join(f"{entry.summary} {entry.detail}" for entry in house.trace[before:])


def app(house: SyncHouse) -> str:
    """Linking in the app, and what is found after it."""
    house.alexa.unlink()
    before = len(house.trace)
    linked = house.alexa.link()
    assert linked.ok, linked.reason
    asked = [entry for entry in house.trace[before:] if "invocations" in entry.summary]
    return f"{linked.speech} {len(asked)} invocations"


def moving(house: SyncHouse) -> str:
    """What is said of a light that moves nevertheless."""
    spoken = house.alexa.say("set the kitchen light to 40 percent").speech
    house.clock.advance("5s")  # until the fade has ended
    assert house.photon().light("kitchen")["device"] == {"power": "ON", "brightness": 40}
    return spoken


def finding(house: SyncHouse) -> str:
    return house.alexa.discover().speech


def asking(house: SyncHouse) -> str:
    """What is said to a question, while commands work."""
    assert house.alexa.say("turn on the kitchen light").ok
    return house.alexa.say("is the kitchen light on").speech


def using_the_new_name(house: SyncHouse) -> str:
    return house.alexa.say("turn on the reading lamp").speech


class Row(NamedTuple):
    """`seen` gives what the user meets, `symptom` is in it; `evidence` is what the doctor shows."""

    code: str
    seen: Callable[[SyncHouse], str]
    symptom: str
    evidence: str


ROWS = [
    Row("A301", linking, "Invalid ARN for default region", "eu-central-1"),
    Row("A302", linking, "Please select a default endpoint", "no endpoint"),
    Row("A303", nothing_in_the_log, "nothing in the log", "alexa-connectedhome.amazon.com) is missing"),
    Row("A304", log, "Unable to import module 'photonlnk.aws'", "Unable to import module"),
    Row("A305", app, "successfully linked. Sorry, I couldn't find any devices", "answers version 3 only"),
    Row("A306", linking, "AcceptGrant failed", "KeyError"),
    Row("A307", linking, "AcceptGrant failed", "lacks ALEXA_CLIENT_ID and ALEXA_CLIENT_SECRET"),
    Row("A308", log, "Task timed out after 3.00 seconds", "its time-out is 3 s"),
    Row("A309", opening, "made for another skill", "'amzn1.ask.skill.YOUR-SKILL-ID'"),
    Row("A310", moving, "isn't responding", "timeOfSample is"),
    Row("A311", certification, "privacy policy URL", "no privacy policy URL"),
    Row("A312", report, "SKILL_NEVER_ENABLED_EXCEPTION", "api.eu.amazonalexa.com"),
    Row("A313", turning_on, "A few things share the name", "'kitchen light'"),
    Row("A314", linking, "the skill is not in the app", "signed in as bob@example.com"),
    Row("A315", app, "couldn't find any devices. 0 invocations", "en-CA"),
    Row("A316", finding, "couldn't find any devices", "description has 0 characters"),
    Row("A317", asking, "doesn't support that", "retrievable false"),
    Row("A318", using_the_new_name, "couldn't find a device", "is now 'reading lamp'"),
    Row("A319", log, "Syntax error in module 'photonlink.aws'", "python3.9 is out of support"),
    Row("A320", linking, "AccessDeniedException", "may not dynamodb:BatchGetItem"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_fault_of_the_skill_is_named(photon_house: SyncHouse, row: Row) -> None:
    photon_house.fault_on(row.code)
    assert row.symptom in row.seen(photon_house)
    found = photon_house.doctor()
    assert causes(found) == [row.code]
    assert found.first == row.code
    verdict = next(verdict for verdict in found.verdicts if verdict.code == row.code)
    assert row.evidence in verdict.evidence
    assert verdict.fix
    photon_house.fault_off(row.code)
    photon_house.alexa.link()
    assert photon_house.alexa.say("turn on the kitchen light").ok
    assert photon_house.doctor().problems == []
