"""The skill package: manifest, interaction models, account linking.

Shapes: Amazon's pages "Skill Manifest Schema", "Skill Package API" and "Account Linking Schemas".
"""

from __future__ import annotations

from collections.abc import Iterator

from photonlink.deploy.models import interaction_model
from photonlink.deploy.plan import Deployment
from photonlink.deploy.resources import Json

#: The permission "Send Alexa Events".
SEND_EVENTS = "alexa::async_event:write"

_SUMMARY = "Lights on Particle Photons, by voice"
_DESCRIPTION = (
    "Switches, dims and colours lights that are connected to Particle Photons running photon-lights. It works with "
    "the Particle account that you link, and with the Photons of that account only."
)
#: What people can say, most useful first; three is the most that Amazon shows.
_PHRASES = (
    "Alexa, discover devices",
    "Alexa, turn on the kitchen light",
    "Alexa, set the kitchen light to 40 percent",
)


def skill_package(deployment: Deployment) -> Iterator[tuple[str, Json]]:
    """Each file's path within the package, and its content."""
    yield "skill.json", manifest(deployment)
    yield "accountLinking.json", account_linking(deployment)
    if deployment.custom:
        for locale in deployment.skill_locales:
            yield f"interactionModels/custom/{locale}.json", interaction_model(locale)


def manifest(deployment: Deployment) -> Json:
    """skill.json: one skill with the smart home model, and the custom one where its languages allow."""
    endpoint = {"endpoint": {"uri": deployment.function_arn}}
    by_region = {**endpoint, "regions": {deployment.region.manifest: endpoint}}
    apis: Json = {"smartHome": {**by_region, "protocolVersion": "3"}}
    if deployment.custom:
        apis["custom"] = {**by_region, "interfaces": []}
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "apis": apis,
            "permissions": [{"name": SEND_EVENTS}] if deployment.sends_events else [],
            "publishingInformation": {
                "category": "SMART_HOME",
                "isAvailableWorldwide": False,
                "distributionCountries": countries(deployment),
                "distributionMode": "PUBLIC",
                "testingInstructions": "Link a Particle account that owns a Photon with photon-lights, then say "
                "'Alexa, discover devices'.",
                "locales": {locale: _listing(deployment) for locale in deployment.skill_locales},
            },
            "privacyAndCompliance": {
                "allowsPurchases": False,
                "usesPersonalInfo": True,
                "isChildDirected": False,
                "isExportCompliant": True,
                "containsAds": False,
                "locales": {
                    locale: {
                        "privacyPolicyUrl": deployment.privacy_url,
                        "termsOfUseUrl": deployment.terms_url,
                    }
                    for locale in deployment.skill_locales
                },
            },
        }
    }


def countries(deployment: Deployment) -> list[str]:
    """The countries of the skill's locales."""
    return sorted({locale.partition("-")[2] for locale in deployment.skill_locales})


def account_linking(deployment: Deployment, client_secret: str = "") -> Json:
    """The linking form. Without `client_secret` the member is left out: the secret stays out of files."""
    request: Json = {
        "type": "AUTH_CODE",
        "authorizationUrl": deployment.authorization_uri,
        "accessTokenUrl": deployment.access_token_uri,
        "accessTokenScheme": "HTTP_BASIC",
        "clientId": deployment.client_id,
        "scopes": [deployment.scope] if deployment.scope else [],
        "domains": [],
    }
    if client_secret:
        request["clientSecret"] = client_secret
    return {"accountLinkingRequest": request}


def _listing(deployment: Deployment) -> Json:
    return {
        "name": deployment.skill_name,
        "summary": _SUMMARY,
        "description": _DESCRIPTION,
        "examplePhrases": list(_PHRASES),
        "keywords": ["Particle", "Photon", "lights"],
    }
