"""The webhook does not fit the handler that it calls.

Its URL has to be that of the deployed webhook function, its header has to carry the secret that was made when the
account linked, and its body has to be the form that Particle sends by default. Whoever edits the webhook, or deploys
the function anew with another URL, breaks one of these.

What you see: the app shows old states, and Particle publishes hook-error events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.reporting import STATE_EVENT, WHY_NO_GRANT, errors_of, need_reports, watching
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    need_reports(case)
    hooks = watching(case)
    if not hooks:
        raise NotKnown(f"there is no webhook for {STATE_EVENT}", after=("W401",))
    wanted = case.given.function.webhook
    for hook in hooks:
        url = str(hook.get("url", ""))
        if wanted and url.rstrip("/") != wanted.rstrip("/"):
            return problem(
                f"The webhook calls {case.given.public(url)}, and the handler is at {case.given.public(wanted)}.",
                "Disable the skill in the Alexa app and enable it again: linking makes the webhook anew.",
                after=("W403",),
            )
    errors = [error for hook in hooks for error in errors_of(case, hook) if _is_of_the_hook(hook, error)]
    if not errors:
        return ok("the webhook calls the handler, and its last call went well")
    return problem(
        f"The handler refuses the webhook: {errors[-1]}.",
        "Disable the skill in the Alexa app and enable it again: linking makes the webhook anew, with its secret.",
        after=("W405", *WHY_NO_GRANT, "W408", "A312"),
    )


def _is_of_the_hook(hook: Mapping[str, Any], error: str) -> bool:
    """Whether an error says something of the webhook, and not of the data of one event.

    The handler answers 400 to what it cannot read. With the body that Particle sends by default that is the device's
    doing: a list of lights that was cut, say.
    """
    if "sleeping" in error:
        return False
    own_body = any(hook.get(name) for name in ("json", "form", "body"))
    return own_body or "error status 400" not in error


CHECK = Check(
    "W402", "the webhook's URL, secret or body differ from what the handler takes", Step.REPORTS, look
)
