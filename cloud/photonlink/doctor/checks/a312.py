"""Changes are reported to the event gateway of another region than the account's.

A report of a change goes to one of three event gateways: api.amazonalexa.com for North and South America,
api.eu.amazonalexa.com for Europe and India, api.fe.amazonalexa.com for Japan and Australia. Which one is right depends
on the Amazon account that gave the grant, not on where the function runs. The others know nothing of that grant and
refuse it.

What you see: voice works and the skill is enabled, yet the app shows old states; in the function's log 403 with
SKILL_DISABLED_EXCEPTION or SKILL_NEVER_ENABLED_EXCEPTION, or 404.
"""

from __future__ import annotations

from photonlink.doctor.addresses import address
from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import Arn, named
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

HOSTS = {"api.amazonalexa.com": "na", "api.eu.amazonalexa.com": "eu", "api.fe.amazonalexa.com": "fe"}


def look(case: Case) -> Finding:
    if case.given.skill.send_events is False:
        return ok('"Send Alexa Events" is off: nothing is reported')
    home = case.need(case.given.amazon.region, "the region of the Amazon account")
    used = _gateways(case)
    regions = [HOSTS.get(address(case.public(url, "the event gateway")).host) for url in used]
    shown = ", ".join(case.given.public(url) for url in used)
    if home in regions:
        return ok(f"your account is at home in {named(home)}, and the gateways are {shown}")
    right = next(host for host, region in HOSTS.items() if region == home)
    arn = Arn.read(case.given.function.arn or "")
    where = f" The function itself is in {arn.region}." if arn else ""
    return problem(
        f"Your Amazon account is at home in {named(home)}, and reports go to {shown}.{where}",
        f"Set ALEXA_EVENT_GATEWAY in the Lambda's environment to https://{right}/v3/events, or take the variable out: "
        "photonlink then tries all three. Disable the skill in the app and enable it again, for a new grant.",
    )


def _gateways(case: Case) -> list[str]:
    """The gateways that are tried: those of the environment, or all three where it names none."""
    environment = case.given.function.environment
    named_there = (environment or {}).get("ALEXA_EVENT_GATEWAY", "")
    if named_there:
        return [url.strip() for url in named_there.split(",") if url.strip()]
    if case.given.reports.gateway:
        return [case.given.reports.gateway]
    if environment is None:
        raise NotKnown("neither the event gateway nor the Lambda's environment is given")
    return [f"https://{host}/v3/events" for host in HOSTS]


CHECK = Check("A312", "changes are reported to the gateway of another region", Step.REPORTS, look)
