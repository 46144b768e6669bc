"""Alexa cannot ask a light how it is, or gets less than was promised.

In a discovery each light says which of its properties can be asked for ("retrievable"). The Alexa app asks whenever it
shows the light, with ReportState, and wants all of them back. A property that is not retrievable cannot be asked for by
voice; a report that lacks one that was promised counts as no answer.

What you see: voice works, but the app shows "device is unresponsive" or "there was a problem"; asked "is the light
on?", Alexa says that it doesn't support that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from photonlink.doctor.case import FUNCTION_CODES, Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import state_reports
from photonlink.doctor.messages import EITHER, declared, listed, property_of, reported
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_HEALTH = "Alexa.EndpointHealth"


def look(case: Case) -> Finding:
    for endpoint in case.endpoints:
        silent = sorted(_not_retrievable(endpoint))
        if silent:
            return problem(
                f"{endpoint.get('friendlyName')} declares {', '.join(silent)} with retrievable false.",
                f'Declare "retrievable": true and answer ReportState. {_FIX}',
            )
    complete = 0
    for report in state_reports(case):
        if report.body is None:
            return problem(
                f"ReportState for {report.name} is not answered: {report.shown}.", _FIX, after=FUNCTION_CODES
            )
        if report.is_error:
            continue
        missing = _missing(report.endpoint, report.body)
        if missing:
            lacks = ", ".join(f"{interface}.{name}" for interface, name in sorted(missing))
            return problem(
                f"The state report of {report.name} lacks {lacks}, which its discovery declares.", _FIX
            )
        complete += 1
    if not complete:
        raise NotKnown("no light reports its state", after=("D501", "D502", "D503", *FUNCTION_CODES))
    return ok(f"{complete} lights report all that they declare")


def _not_retrievable(endpoint: Mapping[str, Any]) -> set[str]:
    return {
        str(capability.get("interface"))
        for capability in listed(endpoint.get("capabilities"))
        if isinstance(properties := capability.get("properties"), Mapping)
        and properties.get("retrievable") is not True
    }


def _missing(endpoint: Mapping[str, Any], body: object) -> set[tuple[str, str]]:
    wanted = {each for each in declared(endpoint) if each[0] != _HEALTH}
    told = {property_of(item) for item in reported(body)}
    missing = wanted - told
    return missing - EITHER if wanted >= EITHER and EITHER & told else missing


_FIX = (
    'Deploy photonlink\'s own handler (`photonlink deploy package`), then say "Alexa, discover devices": what was declared '
    "is read at a discovery only."
)


CHECK = Check(
    "A317", "a light cannot be asked for its state, or tells less than it declares", Step.SKILL, look
)
