"""The shapes of Smart Home v2: a header, a payload, and nothing around them."""

from __future__ import annotations

import os

from photonlink.alexa.payload import Json, Malformed, Payload, bearer

DISCOVERY = "Alexa.ConnectedHome.Discovery"
CONTROL = "Alexa.ConnectedHome.Control"
SYSTEM = "Alexa.ConnectedHome.System"


def message(namespace: str, name: str, payload: Json) -> Json:
    """A message with a new id."""
    header: Json = {
        "namespace": namespace,
        "name": name,
        "payloadVersion": "2",
        "messageId": os.urandom(16).hex(),
    }
    return {"header": header, "payload": payload}


def token(payload: Payload) -> str:
    """The user's access token. Raises Malformed if there is none that could be one."""
    if found := bearer(payload.get("accessToken")):
        return found
    raise Malformed("accessToken", "accessToken is missing or no bearer token")
