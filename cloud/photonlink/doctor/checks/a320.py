"""The function's role may not do what the handler does.

A Lambda function acts under a role of AWS's, and each thing it does there must be allowed by that role: writing its
log, reading and writing the table of grants, using the key that protects both. A role that was made for a smaller
profile, or typed by hand, lacks some of it.

What you see: linking fails, because AcceptGrant cannot keep its grant, or you hear "isn't responding"; in the
function's log stands AccessDeniedException with the action that was refused. Without logs:PutLogEvents there is no log.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, ok, problem

#: Of every function.
LOG = ("logs:CreateLogStream", "logs:PutLogEvents")
#: Of one that keeps grants.
TABLE = (
    "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:PutItem", "kms:Decrypt", "kms:Encrypt",
)  # fmt: skip


def look(case: Case) -> Finding:
    actions = case.given.function.actions
    if actions is None:
        actions = case.need(actions, "what the function's role may do")
    needed = [*LOG]
    store = (case.given.function.environment or {}).get("PHOTONLINK_STORE", "")
    if case.given.skill.send_events or store.startswith("dynamodb:"):
        needed += TABLE
    missing = [action for action in needed if not _allowed(action, actions)]
    if not missing:
        return ok(f"the role may {', '.join(needed)}")
    told = case.given.linking.grant_error
    return problem(
        f"The function's role may not {', '.join(missing)}.{f' At the last linking: {told}' if told else ''}",
        "Give the role the rights of the rendered template (`photonlink deploy render`): its Role resource lists exactly "
        "what the handler does. Then link again.",
    )


def _allowed(action: str, actions: Sequence[str]) -> bool:
    """Whether a policy's action, which may have * and ?, and any case, covers it."""
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in actions)


CHECK = Check("A320", "the function's role lacks rights that the handler needs", Step.SKILL, look)
