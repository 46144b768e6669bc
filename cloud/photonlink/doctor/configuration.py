"""What was typed into the consoles, and what else is known before anything is asked.

It comes from a TOML or JSON file, from a rendered deployment, or from a simulated house, in one shape (docs/doctor.md).
Everything is optional: what is missing makes checks say unknown.
"""

from __future__ import annotations

import difflib
import json
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from photonlink.doctor.addresses import address

T = TypeVar("T")


class ConfigurationError(ValueError):
    """The configuration cannot be read; the text says what was expected."""


@dataclass(frozen=True)
class ParticleAccount:
    """`[particle]`: the account that owns the Photons. `access_token` lets the doctor look into it.

    With `password` the cloud may list the account's tokens, too. `devices` are the ids of those that should be there.
    """

    api: str = "https://api.particle.io"
    user: str | None = None
    devices: tuple[str, ...] | None = None
    password: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OAuthClient:
    """`[client]`: the OAuth client as it was made at Particle. What is missing is read from the cloud."""

    id: str | None = None
    type: str | None = None
    redirect_uri: str | None = None


@dataclass(frozen=True)
class Skill:
    """`[skill]`: the fields of the Alexa developer console.

    `endpoints` are Lambda ARNs by "default", "na", "eu", "fe"; `redirect_uris` what the console shows to be
    registered; `permissions` whether "Send Alexa Events" is on.
    """

    id: str | None = None
    authorization_uri: str | None = None
    access_token_uri: str | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    scheme: str | None = None
    scopes: tuple[str, ...] | None = None
    redirect_uris: tuple[str, ...] | None = None
    payload_version: str | None = None
    endpoints: Mapping[str, str] | None = None
    send_events: bool | None = None
    messaging_client_id: str | None = None
    messaging_client_secret: str | None = field(default=None, repr=False)
    locales: tuple[str, ...] | None = None
    countries: tuple[str, ...] | None = None
    privacy_policy_url: str | None = None
    stage: str | None = None
    custom: bool | None = None


@dataclass(frozen=True)
class AmazonAccount:
    """`[amazon]`: the account that uses the skill. `region` is "na", "eu" or "fe".

    `discovered` are the lights that Alexa knows, names by endpoint id; `abilities` their interfaces, with blanks
    between them.
    """

    region: str | None = None
    country: str | None = None
    language: str | None = None
    email: str | None = None
    developer_email: str | None = None
    discovered: Mapping[str, str] | None = None
    abilities: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Trigger:
    """Who may invoke the function: one statement of its policy."""

    principal: str
    event_source_token: str | None = None
    qualifier: str | None = None


@dataclass(frozen=True)
class LambdaFunction:
    """`[lambda]`: the function as AWS has it. `timeout` in seconds, `memory` in MB, `actions` of its role.

    `parameters` are the variables whose values are given when it is deployed, and not known here.
    `invoke` is a URL that speaks Lambda Invoke; `package` the zip that was deployed, `webhook` the URL of the
    handler for Particle's webhooks.
    """

    arn: str | None = None
    invoke: str | None = None
    webhook: str | None = None
    handler: str | None = None
    runtime: str | None = None
    architecture: str | None = None
    timeout: float | None = None
    memory: float | None = None
    environment: Mapping[str, str] | None = field(default=None, repr=False)
    parameters: tuple[str, ...] | None = None
    triggers: tuple[Trigger, ...] | None = None
    actions: tuple[str, ...] | None = None
    package: str | None = None


@dataclass(frozen=True)
class Linking:
    """`[linking]`: what is known of the last attempt to link, times in seconds, `linked_at` and `expires_at` Unix.

    `redirect_uri` and `state_sent` as Alexa sent them, `state_returned` as it came back; `code_age` between
    redirect and token request, `code_uses` how often the code was posted; `token_status`, `token_error` and
    `token_seconds` of the token endpoint's answer; `refresh_error` of the last refresh.
    """

    linked: bool | None = None
    linked_at: float | None = None
    redirect_uri: str | None = None
    state_sent: str | None = None
    state_returned: str | None = None
    code_age: float | None = None
    code_uses: float | None = None
    token_status: float | None = None
    token_error: str | None = None
    token_seconds: float | None = None
    access_token: str | None = field(default=None, repr=False)
    refresh_token_given: bool | None = None
    expires_at: float | None = None
    refresh_error: str | None = None
    grant_error: str | None = None


@dataclass(frozen=True)
class Reports:
    """`[reports]`: what is known of events on their way to Alexa.

    `gateway` is the one in use, `grants` the number of grants stored, `errors` the codes of the last answers of
    the event gateway, newest last, `refresh_error` what Amazon said to the last refresh of the grant,
    `hook_errors` the last hook-error events.
    """

    gateway: str | None = None
    grants: float | None = None
    errors: tuple[str, ...] | None = None
    refresh_error: str | None = None
    hook_errors: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Firmware:
    """`[firmware]`: `project` is the folder of the sources that were flashed.

    In its place `begins` may name the peripherals that they begin, such as "Serial1" and "Wire".
    """

    project: str | None = None
    begins: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Configuration:
    """All of it. `leds` says what the status LED of a device shows, in words, by the device's name. `stands_for` maps the addresses of a simulated house to the public ones that they play.

    `source` says where it comes from, for messages; `files` are texts to look through for secrets.
    """

    particle: ParticleAccount = ParticleAccount()
    client: OAuthClient = OAuthClient()
    skill: Skill = Skill()
    amazon: AmazonAccount = AmazonAccount()
    function: LambdaFunction = LambdaFunction()
    linking: Linking = Linking()
    reports: Reports = Reports()
    firmware: Firmware = Firmware()
    leds: Mapping[str, str] = field(default_factory=dict)
    stands_for: Mapping[str, str] = field(default_factory=dict)
    source: str = "the configuration"
    files: tuple[Path, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Configuration:
        """From a TOML or JSON file. Raises ConfigurationError."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path} cannot be read: {error}") from error
        try:
            content = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            kind = "JSON" if path.suffix == ".json" else "TOML"
            raise ConfigurationError(f"{path} is no {kind}: {error}") from error
        return cls.from_mapping(content, str(path), files=(path,))

    @classmethod
    def from_mapping(cls, content: object, source: str, files: tuple[Path, ...] = ()) -> Configuration:
        """From what a file or a house says. Raises ConfigurationError naming the place."""
        if not isinstance(content, Mapping):
            raise ConfigurationError(f"{source}: expected tables such as [skill] and [client]")
        names = {"lambda" if f.name == "function" else f.name: f.name for f in fields(cls)[:10]}
        parts: dict[str, Any] = {}
        hints = typing.get_type_hints(cls)
        for name, value in content.items():
            if name not in names:
                raise ConfigurationError(f"{source}: {_unexpected(name, names, 'table')}")
            parts[names[name]] = _value(hints[names[name]], value, f"{source}: {name}")
        return cls(**parts, source=source, files=files)

    def public(self, url: str) -> str:
        """The address as the world outside knows it: itself, or what it stands for in a simulated house."""
        for prefix in sorted(self.stands_for, key=len, reverse=True):
            if url == prefix or url.startswith((f"{prefix}/", f"{prefix}?")):
                return self.stands_for[prefix] + url[len(prefix) :]
        return url

    def is_public(self, url: str) -> bool:
        """Whether the public name of an address is known: a private one of a house may stand for nothing."""
        host = address(self.public(url)).host
        return not (host in ("localhost", "") or host.endswith(".house") or host.startswith("127."))


def _read(kind: type[T], content: object, where: str) -> T:
    if not isinstance(content, Mapping):
        raise ConfigurationError(f"{where} is a table of settings")
    hints = typing.get_type_hints(kind)
    values = {}
    for name, value in content.items():
        if name not in hints:
            raise ConfigurationError(f"{where}: {_unexpected(name, hints, 'setting')}")
        if value is not None:
            values[name] = _value(hints[name], value, f"{where}.{name}")
    try:
        return kind(**values)
    except TypeError as error:
        raise ConfigurationError(f"{where}: {error}") from error


def _unexpected(name: object, known: Mapping[str, object], what: str) -> str:
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(sorted(known))}."
    return f"there is no {what} {name!r}; {hint}"


def _value(hint: Any, value: object, where: str) -> Any:
    """`value` as the type that `hint` asks for. Raises ConfigurationError."""
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ConfigurationError(f"{where} is a list")
        return tuple(_value(arguments[0], item, f"{where}[{at}]") for at, item in enumerate(value))
    if origin is not None:
        if not isinstance(value, Mapping) or not all(isinstance(item, str) for item in value.values()):
            raise ConfigurationError(f"{where} is a table of texts")
        return {str(name): item for name, item in value.items()}
    if hint is float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ConfigurationError(f"{where} is a number")
        return float(value)
    if hint in (str, bool):
        if not isinstance(value, hint):
            raise ConfigurationError(f"{where} is {'a text' if hint is str else 'true or false'}")
        return value
    return _read(hint, value, where)
