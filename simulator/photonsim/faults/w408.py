"""W408: reports leave the Lambda with six digits of a second."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from photonsim.faults._reports import change_a_light
from photonsim.http import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from photonsim.house import House


class MalformedReports:
    """As of a handler that writes Python's isoformat(): between it and the gateway stands what does that."""

    name = "W408"
    summary = "the Lambda's reports have more digits of a second than Alexa takes"

    async def on(self, house: House) -> None:
        house.http.mount(house.addresses.alexa, _more_digits(house.alexa.app), name="alexa")
        await change_a_light(house)

    async def off(self, house: House) -> None:
        house.http.mount(house.addresses.alexa, house.alexa.app, name="alexa")
        await change_a_light(house)


def _more_digits(app: ASGIApp) -> ASGIApp:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/v3/events"):
            await app(scope, receive, send)
            return

        async def changed() -> Message:
            message = await receive()
            body = re.sub(rb'("timeOfSample": ?"[^"]*?)Z"', rb'\1000Z"', message.get("body", b""))
            return {**message, "body": body}

        await app(scope, changed, send)

    return wrapped


FAULT = MalformedReports()
