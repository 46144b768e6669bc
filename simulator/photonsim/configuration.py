"""A house's settings in the shape that the doctor reads from a file (docs/doctor.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House
    from photonsim.photon.photon import Photon


def configuration_of(house: House) -> dict[str, object]:
    """Everything that stands in the house's consoles, and what Alexa knows of the linked account."""
    skill, manifest, function = house.alexa.skill, house.manifest, house.function
    return {
        "particle": {
            "api": house.addresses.particle,
            "user": house.user,
            "password": house.password,
            "devices": [photon.device_id for photon in house.photons],
            "access_token": house.access_token,
        },
        "skill": {
            "id": manifest.id,
            "authorization_uri": skill.authorization_uri,
            "access_token_uri": skill.access_token_uri,
            "client_id": skill.client_id,
            "client_secret": skill.client_secret,
            "scheme": skill.scheme,
            "scopes": list(skill.scopes),
            "redirect_uris": [skill.redirect_uri],
            "payload_version": manifest.payload_version,
            "endpoints": dict(manifest.endpoints),
            "send_events": skill.send_events,
            "messaging_client_id": skill.messaging_client_id,
            "messaging_client_secret": skill.messaging_client_secret,
            "locales": list(manifest.locales),
            "countries": list(manifest.countries),
            "privacy_policy_url": manifest.privacy_policy_url,
            "stage": manifest.stage,
            "custom": manifest.custom,
        },
        "amazon": {
            "region": house.amazon.region,
            "country": house.amazon.country,
            "language": house.amazon.language,
            "email": house.amazon.email,
            "developer_email": manifest.developer_email,
            "discovered": {each.endpoint_id: each.friendly_name for each in house.alexa.endpoints},
            "abilities": {each.endpoint_id: " ".join(each.properties) for each in house.alexa.endpoints},
        },
        "lambda": {
            "arn": function.arn,
            "invoke": skill.lambda_url,
            "webhook": house.addresses.webhook,
            "handler": function.handler,
            "runtime": function.runtime,
            "timeout": function.timeout,
            "memory": function.memory,
            "environment": house.lambda_.environment(),
            "triggers": [
                {"principal": principal, "event_source_token": token, "qualifier": qualifier}
                for principal, token, qualifier in function.triggers
            ],
            "actions": list(function.actions),
        },
        "linking": _linking(house),
        "reports": {
            "gateway": house.lambda_.environment().get("ALEXA_EVENT_GATEWAY", "").split(",")[0],
            "grants": house.grants(),
            "errors": list(house.alexa.gateway.answers),
            "refresh_error": house.alexa.login_with_amazon.refusal or None,
        },
        "firmware": {"begins": house.begun_peripherals},
        "leds": {photon.name: _led(photon) for photon in house.photons if photon.powered},
        "stands_for": house.addresses.stands_for(),
    }


#: What people call the colours of the status LED.
_COLORS = {
    "#00ffff": "cyan", "#00ff00": "green", "#0000ff": "blue", "#ff00ff": "magenta", "#ff0000": "red",
    "#ffff00": "yellow", "#ffa500": "orange", "#ffffff": "white", "#000000": "dark",
}  # fmt: skip


def _led(photon: Photon) -> str:
    led = photon.status_led
    return f"{_COLORS.get(led.color, led.color)}, {led.pattern}: {led.meaning}"


def _linking(house: House) -> dict[str, object]:
    record, account = house.alexa.linking.record, house.alexa.account
    facts: dict[str, object] = {"linked": house.alexa.linked}
    if record is not None:
        facts |= {
            name: getattr(record, name)
            for name in (
                "linked_at", "redirect_uri", "state_sent", "state_returned", "code_age", "code_uses",
                "token_status", "token_error", "token_seconds", "refresh_error", "grant_error",
            )
        }  # fmt: skip
    if account is not None:
        facts |= {
            "access_token": account.access_token,
            "refresh_token_given": account.refresh_token is not None,
            "expires_at": account.expires,
        }
    return facts
