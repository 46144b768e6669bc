"""Everything that can be configured, read once from the Lambda's environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from photonlink.lights.profiles import Profiles
    from photonlink.lights.scenes import Scene

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

#: The event gateway that serves the skills of an AWS region (Amazon's page "Send Events to the Alexa Event
#: Gateway"); the regions are those that a smart home skill's Lambda can be in.
EVENT_GATEWAYS = {
    "us-east-1": "https://api.amazonalexa.com/v3/events",
    "eu-west-1": "https://api.eu.amazonalexa.com/v3/events",
    "us-west-2": "https://api.fe.amazonalexa.com/v3/events",
}


#: Must be "yes" before the Lambda uses a Particle token of its own: the name says what that means.
CONSENT = "PHOTONLINK_EVERYONE_WHO_LINKS_CONTROLS_MY_DEVICES"


class SettingsError(ValueError):
    """An environment variable is missing or makes no sense; the text says which and what it should be."""


class Settings(NamedTuple):
    """The handler's configuration. Secrets are left out of its repr."""

    particle_api_url: str = "https://api.particle.io"
    #: `memory`, an SQLite file, or `dynamodb:TABLE`; grants in a table are encrypted with the KMS key. Where there can be
    #: grants, the default is a file: the handler of webhooks, a process of its own, needs them too.
    store: str = "memory"
    kms_key: str = ""
    alexa_client_id: str = ""
    alexa_client_secret: str = ""
    lwa_token_url: str = "https://api.amazon.com/auth/o2/token"
    #: The gateway of the Lambda's own region first, then those to try when an account is not at home there.
    event_gateways: tuple[str, ...] = tuple(EVENT_GATEWAYS.values())
    #: Where Particle's webhooks reach the Lambda; empty: changes are not reported.
    webhook_url: str = ""
    skill_id: str = ""
    #: The Particle token of the Lambda's own, with which everybody who links controls one account; usually empty.
    shared_particle_token: str = ""
    #: By endpoint id (photonlink.lights.scenes).
    scenes: Mapping[str, Scene] = {}  # never changed
    #: By device id and key (photonlink.lights.profiles).
    profiles: Profiles = {}  # noqa: RUF012  # never changed
    log_level: str = "INFO"

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"Settings({self._replace(alexa_client_secret='***', shared_particle_token='***')._asdict()})"

    @property
    def reports_changes(self) -> bool:
        """Whether Alexa hears of changes that she did not ask for."""
        return bool(self.webhook_url and self.alexa_client_id)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings; empty variables count as missing. Raises SettingsError."""
        defaults = cls()

        def value(name: str, default: str) -> str:
            return environ.get(name, "").strip() or default

        client_id, secret = value("ALEXA_CLIENT_ID", ""), value("ALEXA_CLIENT_SECRET", "")
        if bool(client_id) != bool(secret):
            missing = "ALEXA_CLIENT_SECRET" if client_id else "ALEXA_CLIENT_ID"
            raise SettingsError(
                f"{missing} is missing: the messaging client id and secret belong together. Copy both from the "
                "skill's Permissions page (Alexa Skill Messaging)."
            )
        level = value("LOG_LEVEL", defaults.log_level).upper()
        if level not in _LOG_LEVELS:
            raise SettingsError(f"LOG_LEVEL is {level!r}; expected one of {', '.join(_LOG_LEVELS)}.")
        home = EVENT_GATEWAYS.get(value("AWS_REGION", "us-east-1"), defaults.event_gateways[0])
        gateways = dict.fromkeys((home, *defaults.event_gateways))
        named = value("ALEXA_EVENT_GATEWAY", ",".join(gateways))
        webhook = value("PHOTONLINK_WEBHOOK_URL", "")
        return cls(
            particle_api_url=_url("PARTICLE_API_URL", value("PARTICLE_API_URL", defaults.particle_api_url)),
            store=value("PHOTONLINK_STORE", _store_of_grants(environ) if client_id else defaults.store),
            kms_key=value("PHOTONLINK_KMS_KEY", ""),
            alexa_client_id=client_id,
            alexa_client_secret=secret,
            lwa_token_url=_url("LWA_TOKEN_URL", value("LWA_TOKEN_URL", defaults.lwa_token_url)),
            event_gateways=tuple(_url("ALEXA_EVENT_GATEWAY", url.strip()) for url in named.split(",")),
            webhook_url=_url("PHOTONLINK_WEBHOOK_URL", webhook) if webhook else "",
            skill_id=value("PHOTONLINK_SKILL_ID", ""),
            profiles=_profiles(value("PHOTONLINK_PROFILES", "")),
            scenes=_scenes(value("PHOTONLINK_SCENES", "")),
            shared_particle_token=_shared_token(
                value("PHOTONLINK_SHARED_PARTICLE_TOKEN", ""), value(CONSENT, "")
            ),
            log_level=level,
        )


def _store_of_grants(environ: Mapping[str, str]) -> str:
    return f"{environ.get('TMPDIR', '').rstrip('/') or '/tmp'}/photonlink.db"  # all that can be written on Lambda


def _shared_token(token: str, consent: str) -> str:
    if token and consent != "yes":
        raise SettingsError(
            "PHOTONLINK_SHARED_PARTICLE_TOKEN is set: everybody who links this skill then controls all devices of that "
            "one Particle account, and nobody is asked to log in at Particle. It is meant for skills that link through "
            f"Login with Amazon. If that is what you want, set {CONSENT}=yes; if not, remove the token."
        )
    if consent and not token:
        raise SettingsError(
            f"{CONSENT} is set, and PHOTONLINK_SHARED_PARTICLE_TOKEN is missing: set it to a token of the Particle "
            "account whose devices are meant, or remove the other."
        )
    return token


def _profiles(text: str) -> Profiles:
    if not text:
        return {}
    from photonlink.lights.profiles import (  # few have any: a cold start need not wait
        ProfileError,
        read_profiles,
    )

    try:
        return read_profiles(text)
    except ProfileError as error:
        raise SettingsError(f"PHOTONLINK_PROFILES: {error}.") from error


def _scenes(text: str) -> Mapping[str, Scene]:
    if not text:
        return {}
    from photonlink.lights.scenes import SceneError, read_scenes  # as above

    try:
        return read_scenes(text)
    except SceneError as error:
        raise SettingsError(f"PHOTONLINK_SCENES: {error}.") from error


def _url(name: str, text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(
            f"{name} is {text!r}; expected a URL such as https://api.particle.io, without a query."
        )
    return text.rstrip("/")
