"""The skill speaks one version of Alexa's smart home messages, and the function understands another.

A skill's manifest says in which version Alexa speaks to it: 3, or 2 in skills that are some years old. The messages have
nothing in common: version 3 wraps everything into a directive, version 2 has a header and a payload. A function that was
written for one of them fails at the other. photonlink's own handler answers both.

What you see: linking works, and the discovery finds nothing; the function's log has an error at every message. The doctor
asks the function for its lights in the version that the skill names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import discovery, failure
from photonlink.doctor.probes import Reply
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_FIX = (
    "Set the skill's payload version to v3 (developer console, Build > Smart Home), and deploy photonlink's own handler "
    "(`photonlink deploy package`), which answers both versions. Then link again."
)


def look(case: Case) -> Finding:
    version = case.need(case.given.skill.payload_version, "the skill's payload version")
    if version not in ("2", "3"):
        return problem(f"The skill's payload version is {version!r}; there are 2 and 3.", _FIX)
    replies = {"3": discovery, "2": _discovery_2}
    if _understood(replies[version](case), version):
        return ok(f"the function answers version {version}, which the skill names")
    other = "2" if version == "3" else "3"
    if not _understood(replies[other](case), other):
        raise NotKnown("the function answers neither version", after=("A304", "A319", "A320", "A308"))
    told = failure(replies[version](case)) or "what is no answer of that version"
    return problem(
        f"The skill's payload version is {version}, and the function answers version {other} only: to version {version} it "
        f"says {told}.",
        _FIX,
    )


def _discovery_2(case: Case) -> Reply:
    """The same question in version 2."""
    url = case.need(case.given.function.invoke, "a URL at which the Lambda can be invoked")
    message = {
        "header": {
            "namespace": "Alexa.ConnectedHome.Discovery",
            "name": "DiscoverAppliancesRequest",
            "payloadVersion": "2",
            "messageId": "doctor",
        },
        "payload": {"accessToken": case.scope["token"]},
    }
    return case.probes.ask("the Lambda, for its devices in version 2", "POST", url, json=message)


def _understood(reply: Reply, version: str) -> bool:
    body = reply.body
    if failure(reply) is not None or not isinstance(body, Mapping):
        return False
    message: Any = body.get("event") if version == "3" else body
    header = message.get("header") if isinstance(message, Mapping) else None
    return isinstance(header, Mapping) and header.get("payloadVersion") == version


CHECK = Check("A305", "skill and function speak different versions of the messages", Step.SKILL, look)
