"""AcceptGrant, the directive that comes when an account is linked, is not answered as it must be.

With "Send Alexa Events" on, Alexa sends AcceptGrant right after the tokens, and a skill must answer with
AcceptGrant.Response. An exception, something that is no JSON, or an error in place of it makes Alexa report the linking
as a whole as failed, although all that was typed in is right. Skills that worked with version 2 meet this when they
move to version 3.

What you see: "linking was unsuccessful"; with "Send Alexa Events" off the same skill links at once.
"""

from __future__ import annotations

from photonlink.doctor.case import FUNCTION_CODES, TOKEN_CODES, Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import discovery, failure
from photonlink.doctor.probes import Reply
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

_NAMESPACE = "Alexa.Authorization"


def look(case: Case) -> Finding:
    if case.need(case.given.skill.send_events, 'whether "Send Alexa Events" is on') is False:
        return ok('"Send Alexa Events" is off: AcceptGrant is not sent')
    if failure(discovery(case)) is not None:
        raise NotKnown("the Lambda answers nothing at all", after=FUNCTION_CODES)
    payload = {
        "grant": {"type": "OAuth2.AuthorizationCode", "code": "doctor"},
        "grantee": dict(case.scope),
    }
    reply = case.invoked(
        "the Lambda, with an AcceptGrant whose code does not exist", _NAMESPACE, "AcceptGrant", payload
    )
    wrong = _wrong(reply)
    if not wrong:
        return ok("AcceptGrant is answered")
    told = case.given.linking.grant_error
    return problem(
        f"The Lambda answers AcceptGrant with {wrong}.{f' At the last linking: {told}' if told else ''}",
        "Deploy photonlink's own handler (`photonlink deploy package`), which answers it. Until then switch 'Send Alexa "
        "Events' off on the skill's Permissions page: linking works without.",
        after=("A307", "L116", "A320", "W407", *TOKEN_CODES),
    )


def _wrong(reply: Reply) -> str:
    """What is wrong with an answer; that our made-up code is refused is right."""
    error = failure(reply)
    if error is not None:
        return f"the exception {error}"
    event = reply.body.get("event") if isinstance(reply.body, dict) else None
    header = event.get("header") if isinstance(event, dict) else None
    payload = event.get("payload") if isinstance(event, dict) else None
    if not isinstance(header, dict) or not isinstance(payload, dict):
        return f"what is no event: {reply.shown}"
    kind = f"{header.get('namespace')} {header.get('name')}"
    if kind == f"{_NAMESPACE} AcceptGrant.Response":
        return ""
    told = f"{payload.get('type')}: {payload.get('message')}"
    if kind == f"{_NAMESPACE} ErrorResponse" and payload.get("type") == "ACCEPT_GRANT_FAILED":
        return "" if "invalid_grant" in told else told
    return f"{kind} in place of AcceptGrant.Response"


CHECK = Check("A306", "AcceptGrant is not answered properly", Step.SKILL, look)
