"""The simulated Alexa: linking, directives, belief and speech for one user and one smart home skill."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from photonsim.alexa_service import speech
from photonsim.alexa_service.amazon_login import AmazonLogin
from photonsim.alexa_service.belief import Beliefs
from photonsim.alexa_service.calls import Calls
from photonsim.alexa_service.custom_skill import open_skill
from photonsim.alexa_service.gateway import Customer, EventGateway, LoginWithAmazon
from photonsim.alexa_service.linking import LinkedAccount, Linking, LinkingFailed
from photonsim.alexa_service.model import (
    JSON,
    Answer,
    Endpoint,
    Exchange,
    LinkResult,
    Memory,
    SkillConfig,
)
from photonsim.alexa_service.rules import check
from photonsim.alexa_service.rules.reports import (
    check_add_or_update_report,
    check_change_report,
    check_delete_report,
)
from photonsim.alexa_service.rules.scene import INTERFACE as SCENE
from photonsim.alexa_service.standing import Consoles
from photonsim.alexa_service.utterances import (
    Control,
    Discover,
    Invoke,
    Question,
    is_all_lights,
    matches,
    understand,
)
from photonsim.clock import HouseClock
from photonsim.http import HouseHttp
from photonsim.trace import Trace

_UNLINKS = ("EXPIRED_AUTHORIZATION_CREDENTIAL", "INVALID_AUTHORIZATION_CREDENTIAL")


class AlexaService:
    """Amazon's side of one skill, for one user."""

    def __init__(
        self,
        clock: HouseClock,
        trace: Trace,
        http: HouseHttp,
        base_url: str,
        skill: SkillConfig,
    ) -> None:
        #: What Amazon knows the user by, among all who enabled the skill.
        self.customer = ""
        self._neighbours: list[AlexaService] = []
        self.base_url, self.skill = base_url, skill
        self._clock, self._trace, self._http = clock, trace, http
        self._linking = Linking(clock, trace, http, skill)
        self._login = LoginWithAmazon(clock, trace, skill.messaging_client_id, skill.messaging_client_secret)
        self._gateway = EventGateway(trace, self._login)
        self._gateway.admit(self.customer, Customer(lambda: self.linked, self._take_event))
        self._calls = Calls(trace, http, lambda: self.skill.lambda_url)
        self._account: LinkedAccount | None = None
        #: What Alexa held when the link was lost without the user's doing: whoever looks for the cause needs it.
        self._lost: LinkedAccount | None = None
        self._memory: Memory | None = None
        self._endpoints: dict[str, Endpoint] = {}
        self._beliefs = Beliefs()
        #: Directives that the skill said it would answer later, by correlation token.
        self._deferred: dict[str, JSON] = {}
        self.groups: dict[str, list[str]] = {}
        self.app = Starlette(
            routes=[
                Route("/{host}/api/skill/link/{vendor}", self._landed),
                Route("/ap/oa", AmazonLogin(self._login.new_code).page, methods=["GET", "POST"]),
                Route("/auth/o2/token", self._login.token, methods=["POST"]),
                Route("/v3/events", self._events, methods=["POST"]),
                Route("/{region}/v3/events", self._events, methods=["POST"]),
                Route("/pages/privacy.html", self._privacy_policy),
            ]
        )
        #: Reports of new, changed and removed endpoints are taken and come to nothing.
        self.misses_endpoint_reports = False

    def neighbour(self, customer: str) -> AlexaService:
        """Alexa of somebody else who uses the same skill: with an account, endpoints and beliefs of their own.

        One skill has one function, one token endpoint and one event gateway for all its users. Sockets answer for
        the first of them only; `customer` is a name that no other user has.
        """
        other = AlexaService(self._clock, self._trace, self._http, self.base_url, self.skill)
        other.customer, other._login, other._gateway = customer, self._login, self._gateway
        self._gateway.admit(customer, Customer(lambda: other.linked, other._take_event))
        self._neighbours.append(other)
        return other

    def obey(self, consoles: Callable[[], Consoles]) -> None:
        """Enforce what stands in the consoles of a house, as it stands at each moment."""
        self._calls.obey(consoles)

    @property
    def consoles(self) -> Consoles | None:
        """What stands in the consoles, and what they say to it; None: nothing is enforced."""
        return self._calls.consoles

    def remember_account_in(self, memory: Memory) -> None:
        """Keep the linked account, its grants and its endpoints in `memory`, and take over those that are there."""
        self._memory = memory
        self._login.remember_in(memory)
        kept = memory.get(self._account_key)
        if kept is not None:
            self._account = LinkedAccount(**kept)
            for token in (self._account.access_token, self._account.refresh_token):
                if token is not None:
                    self._trace.secret(token)
            described = (memory.get(self._endpoints_key) or {}).get("endpoints", [])
            self._know({item["endpointId"]: Endpoint.from_discovery(item) for item in described})

    @property
    def _account_key(self) -> str:
        return f"alexa account {self.customer}".strip()

    @property
    def _endpoints_key(self) -> str:
        return f"alexa endpoints {self.customer}".strip()

    def _know(self, endpoints: dict[str, Endpoint]) -> None:
        """From now on these are the endpoints, by id.

        Reports of single ones are not kept: thousands of Photons bring thousands, and each start discovers anew.
        """
        self._endpoints = endpoints
        if self._memory is not None:
            described = [endpoint.described for endpoint in endpoints.values()]
            self._memory.put(self._endpoints_key, {"endpoints": described})

    def _set_account(self, account: LinkedAccount | None) -> None:
        self._account = account
        if self._memory is None:
            return
        if account is None:
            self._memory.remove(self._account_key)
        else:
            self._memory.put(self._account_key, asdict(account))

    # -- what can be seen ------------------------------------------------------------------------

    @property
    def linked(self) -> bool:
        return self._account is not None

    @property
    def access_token(self) -> str | None:
        """The token of the linked account."""
        return self._account.access_token if self._account is not None else None

    @property
    def endpoints(self) -> list[Endpoint]:
        return list(self._endpoints.values())

    def belief(self, endpoint_id: str) -> dict[str, Any] | None:
        """What Alexa believes of an endpoint: power, brightness, color, kelvin; None while it knows nothing."""
        return self._beliefs.of(endpoint_id)

    def responsive(self, endpoint_id: str) -> bool:
        """Whether the app shows the endpoint as responsive."""
        return self._beliefs.responsive(endpoint_id)

    @property
    def account(self) -> LinkedAccount | None:
        """The linked account with its tokens; that of a link that was lost, until the user links or unlinks."""
        return self._account or self._lost

    @property
    def gateway(self) -> EventGateway:
        """The event gateway, with how it answered."""
        return self._gateway

    @property
    def login_with_amazon(self) -> LoginWithAmazon:
        """Amazon's token endpoint, with the security profiles that it knows."""
        return self._login

    @property
    def linking(self) -> Linking:
        """Account linking, with the record of its last attempt."""
        return self._linking

    # -- linking ---------------------------------------------------------------------------------

    def configure(self, skill: SkillConfig) -> None:
        """Save other settings in the console. What is linked stays linked."""
        self.skill = self._linking.skill = skill
        for neighbour in self._neighbours:
            neighbour.configure(skill)

    async def link(self, username: str, password: str, one_time_code: str | None = None) -> LinkResult:
        """Enable the skill and link the account: login, code, tokens, AcceptGrant, discovery."""
        consoles = self.consoles
        try:
            if consoles is not None and (why := consoles.refused_on_saving or consoles.hidden):
                raise LinkingFailed(why)
            account = await self._linking.link(username, password, one_time_code)
            called = consoles is None or consoles.not_called is None
            if self.skill.send_events and called and not self._calls.speaks_version_2:
                await self._accept_grant(account)
        except LinkingFailed as failed:
            reason = self._trace.masker.text(str(failed))
            self._trace.record("link", f"linking failed: {reason}")
            return LinkResult(False, f"We were unable to link {self.skill.name} at this time.", reason)
        self._lost = None
        self._set_account(account)
        self._beliefs.clear()
        self._trace.record("link", "the account is linked")
        found = await self.discover()
        return LinkResult(
            True, f"Your {self.skill.name} account has been successfully linked. {found.speech}"
        )

    async def _accept_grant(self, account: LinkedAccount) -> None:
        payload = {
            "grant": {"type": "OAuth2.AuthorizationCode", "code": self._login.new_code(self.customer)},
            "grantee": {"type": "BearerToken", "token": account.access_token},
        }
        exchange = await self._send("Alexa.Authorization", "AcceptGrant", payload=payload)
        if not exchange.ok:
            told = [*exchange.breaches[:1], exchange.why, str(exchange.payload.get("message", ""))]
            why = next((text for text in told if text), "no reason was given")
            reason = f"AcceptGrant failed: {exchange.error}: {why}"
            if self._linking.record is not None:
                self._linking.record.grant_error = reason
            raise LinkingFailed(reason)

    async def unlink(self) -> None:
        """Disable the skill: tokens, devices and grants are forgotten. The skill is told nothing."""
        self._lost = None
        self._set_account(None)
        self._know({})
        self._deferred.clear()
        self._beliefs.clear()
        self._login.revoke(self.customer)
        self._trace.record("link", "the account is unlinked")

    async def _token(self) -> str | None:
        """The access token to send, refreshed when it is due; None: the link is lost."""
        if self._account is None:
            return None
        if self._linking.is_due(self._account):
            try:
                self._set_account(await self._linking.refresh(self._account))
                assert self._account is not None
                self._trace.record("link", "the access token was refreshed")
            except LinkingFailed as failed:
                self._trace.record("link", f"the refresh failed, the link is lost: {failed}")
                self._lost = self._account
                self._set_account(None)
                return None
        return self._account.access_token

    # -- directives ------------------------------------------------------------------------------

    async def directive(
        self, namespace: str, name: str, endpoint: str | None = None, payload: JSON | None = None
    ) -> Exchange:
        """Send one directive; `endpoint` is an endpoint id, discovered or not."""
        token = await self._token()
        if token is None:
            return Exchange({}, None, "INVALID_AUTHORIZATION_CREDENTIAL")
        scope = {"type": "BearerToken", "token": token}
        if endpoint is None:
            return await self._send(namespace, name, payload={**(payload or {}), "scope": scope})
        known = self._endpoints.get(endpoint)
        target = {"scope": scope, "endpointId": endpoint, "cookie": dict(known.cookie) if known else {}}
        exchange = await self._send(namespace, name, endpoint=target, payload=payload or {})
        if exchange.ok and exchange.response is not None:
            context = exchange.response.get("context")
            if exchange.response["event"]["header"]["name"] == "DeferredResponse":
                self._deferred[exchange.request["directive"]["header"]["correlationToken"]] = exchange.request
            elif context is not None and known is not None:
                self._beliefs.learn(endpoint, context["properties"])
        elif known is not None:
            self._beliefs.failed(endpoint)
        if exchange.error in _UNLINKS:
            lost = self._account
            await self.unlink()
            self._lost = lost
        return exchange

    async def _send(
        self, namespace: str, name: str, *, payload: JSON, endpoint: JSON | None = None
    ) -> Exchange:
        header = {"namespace": namespace, "name": name, "payloadVersion": "3", "messageId": str(uuid.uuid4())}
        directive: JSON = {"header": header, "payload": payload}
        if endpoint is not None:
            header["correlationToken"] = secrets.token_urlsafe(48) + "=="
            directive["endpoint"] = endpoint
        request = {"directive": directive}
        self._trace.record("directive", f"{namespace} {name}", message=request)
        exchange = await self._calls.exchange(
            request, self._endpoints.get((endpoint or {}).get("endpointId", ""))
        )
        outcome = exchange.error or "answered"
        self._trace.record("response", f"{namespace} {name}: {outcome}", message=exchange.answer)
        if exchange.breaches:
            self._trace.record(
                "breach",
                f"the answer to {name} breaks the rules: {exchange.breaches[0]}",
                breaches=exchange.breaches,
            )
        return exchange

    async def discover(self) -> Answer:
        """Look for devices, as after linking and on "discover my devices"."""
        if not self.linked:
            return Answer(speech.NOT_LINKED, ok=False)
        exchange = await self.directive("Alexa.Discovery", "Discover")
        directives, responses = [exchange.request], [exchange.answer]
        if not exchange.ok or exchange.response is None:
            return Answer("Sorry, I couldn't find any devices.", False, directives, responses)
        found = [Endpoint.from_discovery(item) for item in exchange.payload["endpoints"]]
        self._know({endpoint.endpoint_id: endpoint for endpoint in found})
        # Alexa asks each retrievable endpoint how it is as soon as it knows it.
        asked = [e.endpoint_id for e in found if e.retrievable]
        await asyncio.gather(*(self.directive("Alexa", "ReportState", each) for each in asked))
        count = len(found)
        return Answer(f"I found {count} device{'s' * (count != 1)}.", True, directives, responses)

    # -- events of the skill ---------------------------------------------------------------------

    def _take_event(self, message: JSON) -> list[str]:
        event = message.get("event")
        header = event.get("header") if isinstance(event, dict) else None
        name = header.get("name") if isinstance(header, dict) else None
        take = {
            "ChangeReport": self._take_change,
            "AddOrUpdateReport": self._take_endpoints,
            "DeleteReport": self._take_deletion,
            "Response": self._take_deferred,
            "ErrorResponse": self._take_deferred,
        }.get(str(name))
        if take is None:
            return [
                f"event.header.name is {name!r}, expected ChangeReport, AddOrUpdateReport, DeleteReport, or the Response to "
                "a directive that was deferred"
            ]
        breaches = take(message)
        if not breaches:
            self._trace.record("report", f"{name} taken", message=message)
        return breaches

    def _take_change(self, message: JSON) -> list[str]:
        breaches = check_change_report(message, self._endpoints)
        if not breaches:
            event = message["event"]
            properties = [*event["payload"]["change"]["properties"], *message["context"]["properties"]]
            self._beliefs.learn(event["endpoint"]["endpointId"], properties)
        return breaches

    def _take_deferred(self, message: JSON) -> list[str]:
        event = message["event"]
        token = event["header"].get("correlationToken")
        request = self._deferred.get(token) if isinstance(token, str) else None
        if request is None:
            return ["event.header.correlationToken is of no directive that was deferred"]
        endpoint_id = request["directive"]["endpoint"]["endpointId"]
        breaches = check(request, message, self._endpoints.get(endpoint_id))
        if not breaches:
            del self._deferred[token]
            if event["header"]["name"] == "Response":
                self._beliefs.learn(endpoint_id, message["context"]["properties"])
            else:
                self._beliefs.failed(endpoint_id)
        return breaches

    def _take_endpoints(self, message: JSON) -> list[str]:
        breaches = check_add_or_update_report(message)
        if not breaches and not self.misses_endpoint_reports:
            for item in message["event"]["payload"]["endpoints"]:
                endpoint = Endpoint.from_discovery(item)
                self._endpoints[endpoint.endpoint_id] = endpoint
        return breaches

    def _take_deletion(self, message: JSON) -> list[str]:
        breaches = check_delete_report(message)
        if not breaches and not self.misses_endpoint_reports:
            for item in message["event"]["payload"]["endpoints"]:
                self._endpoints.pop(item["endpointId"], None)
        return breaches

    async def _events(self, request: Request) -> Response:
        """The event gateway of a region: only that of the account's own knows the grant."""
        consoles = self.consoles
        home = consoles.amazon.region if consoles is not None else "na"
        if request.path_params.get("region", "na") != home:
            return self._gateway.wrong_region()
        return await self._gateway.events(request)

    async def _privacy_policy(self, request: Request) -> Response:
        del request
        return PlainTextResponse("Nothing leaves this house.")

    async def _landed(self, request: Request) -> Response:
        # Where the web view ends up: the code in the query is read by `link`, not here.
        del request
        return PlainTextResponse("You can close this window and go back to the Alexa app.")

    # -- sentences -------------------------------------------------------------------------------

    async def say(self, text: str) -> Answer:
        """Understand a sentence, do what it asks, and answer."""
        began = self._clock.now()
        answer = await self._answer(text)
        elapsed = (self._clock.now() - began) * 1000
        self._trace.record("say", f"{text!r} -> {answer.speech!r}", ok=answer.ok)
        return Answer(answer.speech, answer.ok, answer.directives, answer.responses, round(elapsed, 3))

    async def _answer(self, text: str) -> Answer:
        meaning = understand(text)
        match meaning:
            case None:
                return Answer(speech.NOT_UNDERSTOOD, ok=False)
            case Discover():
                return await self.discover()
            case Invoke():
                return await open_skill(self._calls, meaning, await self._token(), self._clock, self._trace)
            case Control() | Question():
                pass
        if not self.linked:
            unknown = speech.cannot_find(meaning.target.removeprefix("the "))
            return Answer(f"{unknown} {speech.LINK_FIRST}", ok=False)
        found = self._find(meaning.target)
        if isinstance(found, str):
            return Answer(found, ok=False)
        if isinstance(meaning, Question):
            return await self._ask(meaning, found[0])
        return await self._control(meaning, found)

    def _find(self, target: str) -> list[Endpoint] | str:
        """The endpoints that a spoken name means, or what Alexa says instead."""
        if is_all_lights(target):
            return [e for e in self.endpoints if "LIGHT" in e.categories] or speech.cannot_find(target)
        for group, names in self.groups.items():
            if matches(target, group):
                return [e for e in self.endpoints if e.friendly_name in names] or speech.cannot_find(target)
        ranked = [(matches(target, endpoint.friendly_name), endpoint) for endpoint in self.endpoints]
        best = max((rank for rank, _ in ranked), default=0)
        fitting = [endpoint for rank, endpoint in ranked if rank == best]
        name = target.removeprefix("the ")
        if best == 0:
            return speech.cannot_find(name)
        return fitting if len(fitting) == 1 else speech.ambiguous(name)

    async def _control(self, wish: Control, endpoints: list[Endpoint]) -> Answer:
        if wish.name == "TurnOn" and all(endpoint.can(SCENE) for endpoint in endpoints):
            wish = Control(wish.target, SCENE, "Activate")
        able = [endpoint for endpoint in endpoints if endpoint.can(wish.namespace)]
        if wish.limits is not None and able:
            value, low, high = wish.limits
            if not low <= value <= high:
                return Answer(speech.out_of_range(wish.name, low, high), ok=False)
        others = [endpoint for endpoint in endpoints if not endpoint.can(wish.namespace)]
        wishes = [(endpoint, wish) for endpoint in able] + self._instead(wish, others)
        if not wishes:
            return Answer(speech.not_supported(endpoints[0].friendly_name), ok=False)
        exchanges = await asyncio.gather(
            *(self.directive(w.namespace, w.name, endpoint.endpoint_id, w.payload) for endpoint, w in wishes)
        )
        failed = [(endpoint, e) for (endpoint, _), e in zip(wishes, exchanges, strict=True) if not e.ok]
        said = speech.of_error(failed[0][1], failed[0][0].friendly_name) if failed else speech.OK
        return Answer(said, not failed, [e.request for e in exchanges], [e.answer for e in exchanges])

    @staticmethod
    def _instead(wish: Control, endpoints: list[Endpoint]) -> list[tuple[Endpoint, Control]]:
        """White on a lamp that only does colours is a colour without saturation."""
        if wish.name != "SetColorTemperature":
            return []
        white = Control(
            wish.target,
            "Alexa.ColorController",
            "SetColor",
            {"color": {"hue": 0, "saturation": 0, "brightness": 1}},
        )
        return [(endpoint, white) for endpoint in endpoints if endpoint.can(white.namespace)]

    async def _ask(self, question: Question, endpoint: Endpoint) -> Answer:
        name = endpoint.friendly_name
        if endpoint.hides(_ASKED[question.about]):
            return Answer(speech.not_supported(name), ok=False)
        exchange = await self.directive("Alexa", "ReportState", endpoint.endpoint_id)
        directives, responses = [exchange.request], [exchange.answer]
        if not exchange.ok:
            return Answer(speech.of_error(exchange, name), False, directives, responses)
        if not self.responsive(endpoint.endpoint_id):
            unreachable = Exchange(exchange.request, exchange.response, "ENDPOINT_UNREACHABLE")
            return Answer(speech.of_error(unreachable, name), False, directives, responses)
        state = self.belief(endpoint.endpoint_id) or {}
        said = _DESCRIPTIONS[question.about](name, state)
        if said is None:
            return Answer(speech.not_supported(name), False, directives, responses)
        return Answer(said, True, directives, responses)


def _describe_power(name: str, state: dict[str, Any]) -> str | None:
    return f"{name} is {state['power'].lower()}." if "power" in state else None


def _describe_brightness(name: str, state: dict[str, Any]) -> str | None:
    return f"{name} is at {state['brightness']} percent." if "brightness" in state else None


def _describe_color(name: str, state: dict[str, Any]) -> str | None:
    if "color" in state:
        color = state["color"]
        return f"{name} has hue {color['hue']:.0f} and saturation {color['saturation']:.0%}."
    return f"{name} is at {state['kelvin']} kelvin." if "kelvin" in state else None


#: The interfaces that a question is about.
_ASKED = {
    "power": ("Alexa.PowerController",),
    "brightness": ("Alexa.BrightnessController",),
    "color": ("Alexa.ColorController", "Alexa.ColorTemperatureController"),
}
_DESCRIPTIONS: dict[str, Callable[[str, dict[str, Any]], str | None]] = {
    "power": _describe_power,
    "brightness": _describe_brightness,
    "color": _describe_color,
}
