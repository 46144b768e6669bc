"""Alexa's calls of a skill's function: in whose name, in which version of the messages, and what comes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

import httpx2

from photonsim.alexa_service import version_2
from photonsim.alexa_service.model import JSON, Endpoint, Exchange
from photonsim.alexa_service.rules import check
from photonsim.alexa_service.rules.version_2 import check_version_2
from photonsim.alexa_service.standing import Consoles
from photonsim.consoles import SMART_HOME_PRINCIPAL
from photonsim.function_rules import ARN_HEADER, PRINCIPAL_HEADER, TOKEN_HEADER
from photonsim.http import HouseHttp
from photonsim.trace import Trace

#: How long Alexa waits for an answer to a directive, in seconds.
DIRECTIVE_TIMEOUT_S = 8.0


class Calls:
    """The function of one skill, behind the Invoke URL that `url` gives."""

    def __init__(self, trace: Trace, http: HouseHttp, url: Callable[[], str]) -> None:
        self._trace, self._http, self._url = trace, http, url
        self._consoles: Callable[[], Consoles] | None = None

    def obey(self, consoles: Callable[[], Consoles]) -> None:
        """Enforce what stands in the consoles of a house, as it stands at each moment."""
        self._consoles = consoles

    @property
    def consoles(self) -> Consoles | None:
        """What stands in the consoles, and what they say to it; None: nothing is enforced."""
        return self._consoles() if self._consoles is not None else None

    async def call(self, request: JSON, principal: str = SMART_HOME_PRINCIPAL) -> tuple[object, str | None]:
        """The function's answer, and why there is none."""
        headers, consoles = {}, self.consoles
        if consoles is not None:
            if (why := consoles.not_called) is not None:
                self._trace.record("error", f"Alexa calls nothing: {why}")
                return None, why
            headers = {
                PRINCIPAL_HEADER: principal,
                TOKEN_HEADER: consoles.manifest.id,
                ARN_HEADER: consoles.endpoint or "",
            }
        url = self._url()
        try:
            answer = await self._http.request(
                "POST", url, json=request, headers=headers, timeout=DIRECTIVE_TIMEOUT_S, caller="alexa"
            )
        except httpx2.TransportError as error:
            self._trace.record("error", f"the skill's function did not answer: {error}")
            return None, str(error) or type(error).__name__
        if answer.status_code != 200 or "x-amz-function-error" in answer.headers:
            self._trace.record("error", f"the skill's function failed: {answer.text[:500]}")
            return None, _error_message(answer)
        try:
            return json.loads(answer.text), None
        except (ValueError, RecursionError):
            return answer.text, None

    async def exchange(self, request: JSON, endpoint: Endpoint | None) -> Exchange:
        """A directive, and what came of it; `endpoint` is what discovery said of the one that it is for."""
        if self.speaks_version_2:
            return await self._invoke_version_2(request)
        response, why = await self.call(request)
        if why is not None:
            return Exchange(request, None, "NO_ANSWER", why=why)
        breaches = tuple(check(request, response, endpoint))
        kept: JSON = response if isinstance(response, dict) else {"not an object": response}
        if breaches:
            return Exchange(request, kept, "BAD_RESPONSE", breaches)
        event: JSON = kept["event"]  # an object with a header: the rules have passed it
        if event["header"]["name"] == "ErrorResponse":
            return Exchange(request, kept, event["payload"]["type"])
        return Exchange(request, kept)

    @property
    def speaks_version_2(self) -> bool:
        """Whether the skill's manifest names version 2 of the messages."""
        consoles = self.consoles
        return consoles is not None and consoles.manifest.payload_version == "2"

    async def _invoke_version_2(self, request: JSON) -> Exchange:
        sent = version_2.request_of(request)
        if sent is None:
            return Exchange(request, None, "INVALID_DIRECTIVE", why="version 2 has no such directive")
        response, why = await self.call(sent)
        if why is not None:
            return Exchange(sent, None, "NO_ANSWER", why=why)
        breaches = tuple(check_version_2(sent, response))
        if breaches:
            return Exchange(sent, {"unread": response}, "BAD_RESPONSE", breaches)
        told = cast(JSON, response)
        answer = version_2.answer_of(told)
        return Exchange(sent, answer, answer["event"]["payload"].get("type"), verbatim=told)


def _error_message(answer: httpx2.Response) -> str:
    """Why a function failed, in its own words."""
    try:
        return str(answer.json()["errorMessage"])
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}: {answer.text[:200]}"
