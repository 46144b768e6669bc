"""One case: the configuration, and what the running parts answer, read once and only when a check wants it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from photonlink.doctor.configuration import Configuration
from photonlink.doctor.masking import masked
from photonlink.doctor.probes import TIMEOUT_S, NoAnswer, Probes, Reply
from photonlink.doctor.verdict import NotKnown

T = TypeVar("T")

#: Why an account's token may be refused.
TOKEN_CODES = ("T209", "T201", "T204", "T203", "T208", "T206", "L115")
#: Why the Lambda may not answer at all.
FUNCTION_CODES = ("A304", "A305", "A320", "A319", "A303", "A301", "A302", "A308", "A307")
_COMMENTS = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
#: The token endpoint's words, in the order of its checks.
_STEPS = {
    "Invalid or missing client_id": "id",
    "Missing client_secret": "secret",
    "Client credentials are invalid": "credentials",
    "The grant type is unauthorised": "grant",
    "Invalid code": "code",
    "Code has expired": "code",
}
#: What a probe's directive carries, and its answer has to repeat.
CORRELATION_TOKEN = "doctor"
#: What a code that was never issued looks like.
_NO_CODE = "0" * 40


class Device(NamedTuple):
    """A device of the account, as the cloud lists it. `functions` and `variables` are None while it is offline."""

    id: str
    name: str
    online: bool
    system_version: str
    functions: tuple[str, ...] | None
    variables: Mapping[str, str] | None
    facts: Mapping[str, Any]


class Case:
    """What checks look at. Everything here may raise NotKnown."""

    def __init__(self, configuration: Configuration, probes: Probes) -> None:
        self.given, self.probes = configuration, probes

    @property
    def is_particle_login(self) -> bool:
        """Whether the skill links through Particle's own login."""
        uri = self.given.skill.authorization_uri
        return uri is None or "amazon.com" not in self.given.public(uri)

    @staticmethod
    def need(value: T | None, what: str) -> T:
        """`value`, if it is known; `what` names it, such as "the client id" or "skill.client_id"."""
        if value is None or value == "":
            raise NotKnown(f"{what} is not given")
        return value

    def public(self, url: str, what: str) -> str:
        """The public name of an address: what the checks judge."""
        if not self.given.is_public(url):
            raise NotKnown(f"{what} {url} is an address of this machine and stands for no public one")
        return self.given.public(url)

    # -- OAuth -----------------------------------------------------------------------------------

    @property
    def client_id(self) -> str:
        return self.need(self.given.skill.client_id, "the client id of the skill")

    @property
    def client_secret(self) -> str:
        return self.need(self.given.skill.client_secret, "the client secret of the skill")

    @property
    def redirect_uri(self) -> str:
        """The redirect URI that Alexa uses, as its last attempt showed it, else as the console lists it."""
        shown = self.given.skill.redirect_uris or ()
        return self.need(
            self.given.linking.redirect_uri or next(iter(shown), None), "the redirect URI that Alexa uses"
        )

    @cached_property
    def login(self) -> Reply:
        """The authorization URI, asked as Alexa's web view asks it."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "state": uuid.uuid4().hex,
        }
        if self.given.skill.scopes:
            query["scope"] = " ".join(self.given.skill.scopes)
        url = self.need(self.given.skill.authorization_uri, "the authorization URI")
        return self.probes.ask("the login page", "GET", url, params=query, after=("L109", "L114"))

    def token_answer(self, scheme: str | None = None) -> Reply:
        """The access token URI's answer to a code that was never issued: it tells which step refuses."""
        fields = {
            "grant_type": "authorization_code",
            "code": _NO_CODE,
            "redirect_uri": self.redirect_uri,
        }
        pair = (self.client_id, self.client_secret)
        url = self.need(self.given.skill.access_token_uri, "the access token URI")
        if (scheme or self.given.skill.scheme or "basic") == "basic":
            return self.probes.ask(
                "the access token URI, with a code that does not exist", "POST", url, data=fields,
                auth=_Pair(*pair), after=("L108", "L114"),
            )  # fmt: skip
        fields |= {"client_id": pair[0], "client_secret": pair[1]}
        why = "the access token URI, with a code that does not exist and the client in the body"
        return self.probes.ask(why, "POST", url, data=fields, after=("L108", "L114"))

    def token_step(self, scheme: str | None = None) -> str:
        """How far a made-up code gets at the access token URI: the step that refuses it.

        "id", "secret", "credentials" (wrong id or secret), "grant" (not for this client), or "code": all before it
        is right. The words are those of Particle's OAuth library.
        """
        reply = self.token_answer(scheme)
        error, description = reply.error
        for words, step in _STEPS.items():
            if words in description:
                return step
        if error == "invalid_grant":
            return "code"
        if error == "invalid_client":
            return "credentials"
        raise NotKnown(
            f"the access token URI does not answer as a token endpoint: {reply.shown}", after=("L108", "L114")
        )

    @cached_property
    def clients(self) -> list[Mapping[str, Any]]:
        """The account's OAuth clients, without secrets."""
        body = self.particle("the account's OAuth clients", "/v1/clients").body
        listed = body.get("clients") if isinstance(body, dict) else None
        if not isinstance(listed, list):
            raise NotKnown("the cloud does not list the account's OAuth clients")
        return [entry for entry in listed if isinstance(entry, dict)]

    @cached_property
    def client(self) -> Mapping[str, Any]:
        """The client that the skill names: `type` and `redirect_uri` as registered."""
        for entry in self.clients_or_none or ():
            if entry.get("id") == self.client_id:
                return entry
        typed = self.given.client
        facts = {"id": typed.id, "type": typed.type, "redirect_uri": typed.redirect_uri}
        if typed.type or typed.redirect_uri:
            return {name: value for name, value in facts.items() if value is not None}
        if self.probes.offline:
            raise NotKnown("the client's type and redirect URI are not given, and not asked for: --offline")
        raise NotKnown(
            f"the client {self.client_id} is not among those of the account whose token is given",
            after=("L115", "L102", "L116", "L104"),
        )

    @property
    def clients_or_none(self) -> list[Mapping[str, Any]] | None:
        try:
            return self.clients
        except NotKnown:
            return None

    # -- Particle's REST -------------------------------------------------------------------------

    def particle(
        self, why: str, path: str, *, token: str | None = None, after: tuple[str, ...] = ()
    ) -> Reply:
        """GET a path of Particle's API with the account's token, an answer of 200. Raises NotKnown."""
        token = token or self.need(
            self.given.particle.access_token, "an access token of the Particle account"
        )
        url = f"{self.given.particle.api.rstrip('/')}{path}"
        reply = self.probes.ask(why, "GET", url, auth=_Bearer(token), after=("T209", "L114", *after))
        if reply.status in (400, 401):
            raise NotKnown(f"Particle refuses the token: {reply.shown}", after=TOKEN_CODES)
        if reply.status != 200:
            raise NotKnown(f"Particle answers {reply.shown}", after=(*after, "D518"))
        return reply

    @cached_property
    def alexas_token(self) -> Reply:
        """What Particle says to the token that Alexa holds, or held last: 200 with the user, or 401 with the reason."""
        token = self.need(self.given.linking.access_token, "the access token that Alexa holds")
        url = f"{self.given.particle.api.rstrip('/')}/v1/user"
        return self.probes.ask(
            "whose token Alexa holds", "GET", url, auth=_Bearer(token), after=("T209", "L114")
        )

    @cached_property
    def devices(self) -> list[Device]:
        """The account's devices."""
        body = self.particle("the account's devices", "/v1/devices").body
        if not isinstance(body, list):
            raise NotKnown("the cloud's list of devices is no list")
        return [_device(entry) for entry in body if isinstance(entry, dict)]

    @cached_property
    def described(self) -> list[Device]:
        """Those that are online, with the functions and variables that they describe."""
        found = []
        for device in self.devices:
            if device.online:
                body = self.particle(f"what {device.name} describes", f"/v1/devices/{quote(device.id)}").body
                if isinstance(body, dict):
                    found.append(_device(body))
        if not found:
            raise NotKnown("no device is online", after=("D501", "D508", "T206", "D513", "D510"))
        return found

    def variable(self, device: Device, name: str, *, after: tuple[str, ...] = ()) -> object:
        """A variable's value, read from the device."""
        path = f"/v1/devices/{quote(device.id)}/{quote(name)}"
        body = self.particle(f"the variable {name} of {device.name}", path, after=after).body
        if not isinstance(body, dict) or "result" not in body:
            raise NotKnown(f"the variable {name} of {device.name} has no value", after=after)
        return body["result"]

    def answers_ping(self, device: Device) -> bool:
        """Whether the device itself answers the cloud; True where that cannot be asked."""
        token = self.need(self.given.particle.access_token, "an access token of the Particle account")
        url = f"{self.given.particle.api.rstrip('/')}/v1/devices/{quote(device.id)}/ping"
        reply = self.probes.ask(
            f"whether {device.name} answers a ping", "PUT", url, json={}, auth=_Bearer(token)
        )
        return not isinstance(reply.body, dict) or reply.body.get("online") is not False

    def call_seconds(self, device: Device, function: str, argument: str) -> float:
        """Seconds that a call of a function takes, TIMEOUT_S where it takes longer.

        The argument must be one that the firmware refuses.
        """
        token = self.need(self.given.particle.access_token, "an access token of the Particle account")
        url = f"{self.given.particle.api.rstrip('/')}/v1/devices/{quote(device.id)}/{quote(function)}"
        why = f"{device.name}, how long a call takes that it refuses"
        try:
            return self.probes.ask(why, "POST", url, json={"arg": argument}, auth=_Bearer(token)).seconds
        except NoAnswer:
            return TIMEOUT_S

    def vital(self, device: Device, *path: str) -> int | None:
        """A number among the device's vitals; None where the cloud shows none."""
        try:
            body = self.particle(
                f"the vitals of {device.name}", f"/v1/diagnostics/{quote(device.id)}/last"
            ).body
        except NotKnown as missing:
            if missing.after and missing.after[0] in TOKEN_CODES:
                raise
            return None
        found: Any = body.get("diagnostics") if isinstance(body, dict) else None
        for name in ("payload", "device", *path):
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, int) else None

    # -- the sources of the firmware -------------------------------------------------------------

    @property
    def sources_known(self) -> bool:
        return self.given.firmware.project is not None or self.given.firmware.begins is not None

    def begun_peripherals(self) -> set[str]:
        """Which of Serial1 and Wire the sources begin; nothing where they are not given."""
        if self.given.firmware.project is None:
            return set(self.given.firmware.begins or ())
        folder = Path(self.given.firmware.project)
        texts = [path for path in folder.rglob("*") if path.suffix in (".ino", ".cpp", ".h", ".c")]
        begun = set()
        for path in texts:
            code = _COMMENTS.sub(" ", path.read_text(encoding="utf-8", errors="replace"))
            begun |= set(re.findall(r"\b(Serial1|Wire)\s*\.\s*begin\s*\(", code))
        return begun

    @cached_property
    def webhooks(self) -> list[Mapping[str, Any]]:
        """The account's webhooks."""
        body = self.particle("the account's webhooks", "/v1/integrations").body
        if not isinstance(body, list):
            raise NotKnown("the cloud does not list the account's webhooks")
        return [entry for entry in body if isinstance(entry, dict)]

    @cached_property
    def tokens(self) -> list[Mapping[str, Any]]:
        """The account's access tokens: `token`, `expires_at`, `client`. Not every cloud lists them."""
        user = self.need(self.given.particle.user, "the user name at Particle")
        password = self.need(
            self.given.particle.password, "the password, without which no tokens are listed,"
        )
        url = f"{self.given.particle.api.rstrip('/')}/v1/access_tokens"
        reply = self.probes.ask("the account's tokens", "GET", url, auth=_Pair(user, password))
        body = reply.body
        if reply.status != 200 or not isinstance(body, list):
            raise NotKnown(f"the cloud does not list tokens ({reply.status})")
        return [entry for entry in body if isinstance(entry, dict)]

    def delete_token(self, token: str) -> None:
        """Take an access token of the account back. Raises NotKnown."""
        user = self.need(self.given.particle.user, "the user name at Particle")
        password = self.need(self.given.particle.password, "the password")
        base = f"{self.given.particle.api.rstrip('/')}/v1/access_tokens"
        auth, shown = _Pair(user, password), f"{base}/{masked(token)}"
        self.probes.change("a token is revoked", "DELETE", f"{base}/{token}", shown=shown, auth=auth)

    def delete_webhook(self, webhook_id: str) -> None:
        """Delete one of the account's webhooks. Raises NotKnown."""
        token = self.need(self.given.particle.access_token, "an access token of the Particle account")
        url = f"{self.given.particle.api.rstrip('/')}/v1/integrations/{quote(webhook_id, safe='')}"
        self.probes.change("a webhook is deleted", "DELETE", url, auth=_Bearer(token))

    # -- the Lambda ------------------------------------------------------------------------------

    def invoked(
        self, why: str, namespace: str, name: str, payload: Mapping[str, Any], endpoint: str | None = None
    ) -> Reply:
        """The Lambda's answer to a directive as Alexa would send it, through Invoke, whatever it is."""
        url = self.need(self.given.function.invoke, "a URL at which the Lambda can be invoked")
        header = {
            "namespace": namespace,
            "name": name,
            "payloadVersion": "3",
            "messageId": str(uuid.UUID(int=0)),
        }
        directive: dict[str, Any] = {"header": header, "payload": dict(payload)}
        if endpoint is not None:
            header["correlationToken"] = CORRELATION_TOKEN
            directive["endpoint"] = {"scope": self.scope, "endpointId": endpoint, "cookie": {}}
        elif name == "Discover":
            directive["payload"] = {"scope": self.scope}
        return self.probes.ask(why, "POST", url, json={"directive": directive}, after=FUNCTION_CODES)

    @property
    def scope(self) -> Mapping[str, str]:
        """The linked account's token as a directive carries it; without one the account's own."""
        token = self.given.linking.access_token or self.given.particle.access_token
        return {"type": "BearerToken", "token": self.need(token, "an access token of the Particle account")}

    def directive(
        self, why: str, namespace: str, name: str, payload: Mapping[str, Any], endpoint: str | None = None
    ) -> Reply:
        """The same, where the function did not fail."""
        reply = self.invoked(why, namespace, name, payload, endpoint)
        if reply.status != 200 or any(name.lower() == "x-amz-function-error" for name in reply.headers):
            raise NotKnown(f"the Lambda fails: {reply.shown}", after=FUNCTION_CODES)
        return reply

    @cached_property
    def endpoints(self) -> list[Mapping[str, Any]]:
        """What the Lambda answers to Discover."""
        body = self.directive("the Lambda, for its devices", "Alexa.Discovery", "Discover", {}).body
        event = body.get("event") if isinstance(body, dict) else None
        payload = event.get("payload") if isinstance(event, dict) else None
        found = payload.get("endpoints") if isinstance(payload, dict) else None
        if not isinstance(found, list):
            told = (
                f"{payload.get('type')}: {payload.get('message')}"
                if isinstance(payload, dict)
                else "no event"
            )
            raise NotKnown(f"the Lambda answers Discover with {told}", after=(*TOKEN_CODES, *FUNCTION_CODES))
        return [entry for entry in found if isinstance(entry, dict)]


class _Bearer:
    """Authorization by a token, equal to another with the same: probes are known by what they send."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def __repr__(self) -> str:
        return f"Bearer {hash(self._token)}"


class _Pair:
    """Basic authorization, likewise."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password

    def __call__(self, request: Any) -> Any:
        from requests.auth import HTTPBasicAuth

        return HTTPBasicAuth(self._user.encode(), self._password.encode())(request)

    def __repr__(self) -> str:
        return f"Basic {self._user} {hash(self._password)}"


def _device(entry: Mapping[str, Any]) -> Device:
    functions, variables = entry.get("functions"), entry.get("variables")
    return Device(
        str(entry.get("id", "")),
        str(entry.get("name") or entry.get("id", "")),
        bool(entry.get("online", entry.get("connected", False))),
        str(entry.get("system_firmware_version") or ""),
        tuple(map(str, functions)) if isinstance(functions, list) else None,
        dict(variables) if isinstance(variables, dict) else None,
        entry,
    )
