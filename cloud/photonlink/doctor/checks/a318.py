"""Alexa knows other lights than the Photons have.

Alexa keeps the list of the last discovery. When a light is added, removed, renamed, moved to another Photon or given
another ability afterwards, she hears of it only by a report (with "Send Alexa Events" on) or by the next discovery.
Until then she speaks to lights that are gone, and does not know those that are new.

What you hear: "doesn't support that", or that she couldn't find the light; removed lights stay in the app as offline,
others are there twice, or the wrong lamp answers.
"""

from __future__ import annotations

from photonlink.doctor.case import FUNCTION_CODES, TOKEN_CODES, Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.messages import listed
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: What may keep a light out of an answer to Discover, although it is there, or Alexa from taking one.
_DEVICES = tuple(f"D{number}" for number in range(501, 519))
_EXPLAINED_BY = (*TOKEN_CODES, *FUNCTION_CODES, "A315", "A316", "A310", *_DEVICES)


def look(case: Case) -> Finding:
    known = case.given.amazon.discovered
    if known is None:
        raise NotKnown(
            "what Alexa knows is not given: compare the app's list of devices with the Photons' lights"
        )
    if not known:
        raise NotKnown("Alexa knows no light yet", after=_EXPLAINED_BY)
    there = {str(each.get("endpointId")): str(each.get("friendlyName")) for each in case.endpoints}
    wrong = [f"{name!r} is new" for each, name in there.items() if each not in known]
    wrong += [f"{name!r} is gone" for each, name in known.items() if each not in there]
    wrong += [
        f"{known[each]!r} is now {name!r}" for each, name in there.items() if known.get(each, name) != name
    ]
    wrong += _abilities(case)
    if wrong:
        return problem(
            f"Since the last discovery: {'; '.join(wrong)}.",
            'Say "Alexa, discover devices". Lights that are gone are deleted in the Alexa app, under Devices. With "Send '
            'Alexa Events" on, Alexa is told by herself next time.',
            after=_EXPLAINED_BY,
        )
    return ok(f"Alexa knows the {len(known)} lights that there are")


def _abilities(case: Case) -> list[str]:
    known = case.given.amazon.abilities or {}
    wrong = []
    for endpoint in case.endpoints:
        interfaces = {str(each.get("interface")) for each in listed(endpoint.get("capabilities"))} - {"Alexa"}
        before = set(known.get(str(endpoint.get("endpointId")), "").split()) - {"Alexa"}
        if before and before != interfaces:
            changed = ", ".join(sorted(before ^ interfaces))
            wrong.append(f"{endpoint.get('friendlyName')!r} has other abilities ({changed})")
    return wrong


CHECK = Check("A318", "Alexa's list of lights is out of date", Step.DEVICES, look)
