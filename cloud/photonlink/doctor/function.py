"""The skill's function, as several checks look at it: its ARN, its region, and how it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from photonlink.deploy.regions import REGIONS
from photonlink.doctor.case import Case
from photonlink.doctor.probes import Reply

_ARN = re.compile(
    r"arn:aws[a-z-]*:lambda:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):function:(?P<name>[A-Za-z0-9-_]+)"
    r"(:(?P<qualifier>[A-Za-z0-9-_$]+))?"
)
#: Where the Lambda of each of Alexa's regions must be.
AWS_REGIONS = {name: region.aws for name, region in REGIONS.items()}


class Arn(NamedTuple):
    """The parts of a function's ARN; `qualifier` is a version or an alias."""

    region: str
    account: str
    name: str
    qualifier: str | None

    @classmethod
    def read(cls, text: str) -> Arn | None:
        """None for what is no ARN of a Lambda function."""
        found = _ARN.fullmatch(text)
        return cls(*found.group("region", "account", "name", "qualifier")) if found else None


def named(region: str) -> str:
    """What people call one of Alexa's regions, with its name."""
    return f"{REGIONS[region].title} ({region})" if region in REGIONS else region


def endpoint_of_account(case: Case) -> str | None:
    """The ARN that Alexa calls for the account; the default where its region is not known or has none."""
    endpoints = case.given.skill.endpoints or {}
    return endpoints.get(case.given.amazon.region or "") or endpoints.get("default")


def discovery(case: Case) -> Reply:
    """The function's answer to Discover, whatever it is."""
    return case.invoked("the Lambda, for its devices", "Alexa.Discovery", "Discover", {})


def failure(reply: Reply) -> str | None:
    """The error with which the function, or its runtime, failed; None: it answered."""
    if not any(name.lower() == "x-amz-function-error" for name in reply.headers):
        return None
    body = reply.body
    if not isinstance(body, dict):
        return reply.shown
    return f"{body.get('errorType', '')}: {body.get('errorMessage', '')}"[:300]


class Report(NamedTuple):
    """The function's answer to ReportState for one endpoint; `body` is None where the function failed."""

    endpoint: Mapping[str, Any]
    body: Any
    shown: str

    @property
    def endpoint_id(self) -> str:
        return str(self.endpoint.get("endpointId"))

    @property
    def name(self) -> str:
        return str(self.endpoint.get("friendlyName"))

    @property
    def is_error(self) -> bool:
        """Whether the light cannot tell: an ErrorResponse is a proper answer."""
        event = self.body.get("event") if isinstance(self.body, dict) else None
        header = event.get("header") if isinstance(event, dict) else None
        return isinstance(header, dict) and header.get("name") == "ErrorResponse"


def state_reports(case: Case) -> Iterator[Report]:
    """Ask the function for the state of each of its lights, which changes nothing."""
    for endpoint in case.endpoints:
        name, endpoint_id = endpoint.get("friendlyName"), str(endpoint.get("endpointId"))
        reply = case.invoked(f"the Lambda, for the state of {name}", "Alexa", "ReportState", {}, endpoint_id)
        failed = failure(reply)
        yield Report(endpoint, None if failed else reply.body, failed or reply.shown)
