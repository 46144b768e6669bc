"""Work that nobody waits for: the function invokes itself asynchronously, and the answer goes out at once.

Nothing runs in a Lambda after its handler has returned, so what need not be done before the answer is an invocation of
its own, with a time of its own. Such an event is `{"photonlink": {"task": …, …}}`, which no protocol of Alexa's looks
like; only who may invoke the function can send it, and it brings its own token.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from photonlink.alexa.payload import Json, bearer, mapping, text
from photonlink.logs import log
from photonlink.store import StoreError

if TYPE_CHECKING:
    from photonlink.alexa.services import Services
    from photonlink.clock import Deadline

#: The member that marks such an event.
MEMBER = "photonlink"
#: The webhooks of earlier linkings are deleted.
TIDY_WEBHOOKS = "tidy-webhooks"
#: Seconds for the call that hands an event over: Alexa waits for what comes after it.
_CONNECT_S, _READ_S = 1.0, 1.0

#: Hands an event over to a later invocation of the same function; raises NotHandedOver.
Later = Callable[[Json], None]


class NotHandedOver(Exception):
    """AWS did not take the event: whoever wanted it done does it now. The text says why."""


def later_by(environ: Mapping[str, str]) -> Later | None:
    """How this process invokes itself; None where there is no Lambda around it that gives it its role's keys."""
    name = environ.get("AWS_LAMBDA_FUNCTION_NAME")
    if not name or not environ.get("AWS_SESSION_TOKEN"):
        return None

    def hand_over(event: Json) -> None:
        try:
            client, errors = _aws()
        except ImportError as error:
            raise NotHandedOver("invoking oneself needs boto3, which Lambda's runtime has") from error
        try:
            client.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(event).encode())
        except errors as error:
            raise NotHandedOver(f"{name} could not invoke itself: {error}") from error

    return hand_over


@cache
def _aws() -> tuple[Any, tuple[type[Exception], ...]]:
    """A client of Lambda, and what it raises. Made at the first use, which is once in a linking."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    config = Config(connect_timeout=_CONNECT_S, read_timeout=_READ_S, retries={"max_attempts": 1})
    return boto3.client("lambda", config=config), (BotoCoreError, ClientError)


def tidy_webhooks(token: str, keep: str, known: str) -> Json:
    """The event that deletes what earlier linkings of the token's account left: all webhooks here but `keep`.

    `known` is the one that the store knew of, or empty.
    """
    return {MEMBER: {"task": TIDY_WEBHOOKS, "token": token, "keep": keep, "known": known}}


def run(services: Services, event: Mapping[str, Any], deadline: Deadline) -> Json:
    """Do what such an event asks; never raises. The answer is for the log: nobody reads it."""
    task = mapping(event.get(MEMBER))
    token, keep, known = bearer(text(task.get("token"))), text(task.get("keep")), text(task.get("known"))
    if task.get("task") != TIDY_WEBHOOKS or not token or not keep:
        log(
            logging.WARNING,
            "an event of this function's own was not understood",
            task=str(task.get("task"))[:64],
        )
        return {"ok": False}
    try:
        services.grants().tidy(token, keep, known, deadline)
    except StoreError as error:
        log(logging.WARNING, "webhooks were not tidied up", reason=str(error))
        return {"ok": False}
    return {"ok": True}
