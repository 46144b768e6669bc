"""What the checks of reports have in common: whether there are any, and the webhooks that bring them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from photonlink.doctor.case import Case
from photonlink.doctor.verdict import NotKnown

#: The event that carries changes of lights.
STATE_EVENT = "photonlink/state"
#: Why Alexa may have given no grant.
WHY_NO_GRANT = ("A306", "A307", "A320", "W406", "W404", "W407")


def need_reports(case: Case) -> None:
    """Raises NotKnown where changes are not reported, or the account is not linked."""
    if case.given.skill.send_events is False:
        raise NotKnown("Send Alexa Events is off: changes are not reported")
    if case.given.linking.linked is False:
        raise NotKnown("the account is not linked, so nothing is reported")


def watching(case: Case) -> list[Mapping[str, Any]]:
    """The account's webhooks that fire for changes of lights; a webhook's event is a prefix."""
    return [
        hook for hook in case.webhooks if hook.get("event") and STATE_EVENT.startswith(str(hook["event"]))
    ]


def errors_of(case: Case, hook: Mapping[str, Any]) -> list[str]:
    """What a webhook's last attempts failed with, newest last."""
    body = case.particle(
        "the last errors of the webhook", f"/v1/integrations/{quote(str(hook.get('id')))}"
    ).body
    shown = body.get("integration") if isinstance(body, dict) else None
    errors = shown.get("errors") if isinstance(shown, dict) else None
    return [str(error.get("message", error)) for error in errors or () if isinstance(error, dict)]
