"""What Amazon's tools are known to accept as a skill's manifest, as a JSON Schema.

Typed from Amazon's page "Skill Manifest Schema". Closed where the page lists all members, so that a misspelt one is
found.
"""

from __future__ import annotations

from typing import Any

_URL = {"type": "string", "pattern": "^https://[^\\s?#]+$", "maxLength": 1000}
_ENDPOINT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["uri"],
    "properties": {
        "uri": {
            "type": "string",
            "pattern": "^arn:aws:lambda:[a-z]{2}-[a-z]+-\\d:\\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9-_]+)?$",
        }
    },
}
_LOCALE = "^(de-DE|en-(AU|CA|GB|IN|US)|es-(ES|MX|US)|fr-(CA|FR)|hi-IN|it-IT|ja-JP|pt-BR)$"


def _api(**more: Any) -> dict[str, Any]:
    regions = {
        "type": "object",
        "propertyNames": {"enum": ["NA", "EU", "FE"]},
        "additionalProperties": {
            "type": "object",
            "additionalProperties": False,
            "required": ["endpoint"],
            "properties": {"endpoint": _ENDPOINT},
        },
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["endpoint", *(name for name in more if name == "protocolVersion")],
        "properties": {"endpoint": _ENDPOINT, "regions": regions, **more},
    }


def _by_locale(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": _LOCALE},
        "additionalProperties": {
            "type": "object",
            "additionalProperties": False,
            "required": required,
            "properties": properties,
        },
    }


_LISTING = _by_locale(
    ["name", "summary", "description", "examplePhrases"],
    {
        "name": {"type": "string", "minLength": 2, "maxLength": 50},
        "summary": {"type": "string", "minLength": 1, "maxLength": 160},
        "description": {"type": "string", "minLength": 1, "maxLength": 4000},
        "examplePhrases": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {"type": "string", "maxLength": 200},
        },
        "keywords": {"type": "array", "maxItems": 30, "items": {"type": "string", "maxLength": 150}},
        "smallIconUri": _URL,
        "largeIconUri": _URL,
    },
)

MANIFEST: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["manifest"],
    "properties": {
        "manifest": {
            "type": "object",
            "additionalProperties": False,
            "required": ["manifestVersion", "apis", "publishingInformation", "privacyAndCompliance"],
            "properties": {
                "manifestVersion": {"const": "1.0"},
                "apis": {
                    "type": "object",
                    "additionalProperties": False,
                    "minProperties": 1,
                    "properties": {
                        "smartHome": _api(protocolVersion={"enum": ["2", "2.9", "3"]}),
                        "custom": _api(interfaces={"type": "array"}),
                    },
                },
                "permissions": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name"],
                        "properties": {"name": {"enum": ["alexa::async_event:write"]}},
                    },
                },
                "publishingInformation": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["category", "isAvailableWorldwide", "locales", "testingInstructions"],
                    "properties": {
                        "category": {"const": "SMART_HOME"},
                        "isAvailableWorldwide": {"const": False},
                        "distributionCountries": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"pattern": "^[A-Z]{2}$"}},
                        "distributionMode": {"enum": ["PUBLIC", "PRIVATE"]},
                        "testingInstructions": {"type": "string", "minLength": 1, "maxLength": 4000},
                        "locales": _LISTING,
                    },
                },
                "privacyAndCompliance": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["allowsPurchases", "usesPersonalInfo", "isChildDirected", "isExportCompliant", "containsAds", "locales"],
                    "properties": {
                        **{key: {"type": "boolean"} for key in ["allowsPurchases", "usesPersonalInfo", "isChildDirected", "isExportCompliant", "containsAds"]},
                        "locales": _by_locale(["privacyPolicyUrl"], {"privacyPolicyUrl": _URL, "termsOfUseUrl": _URL}),
                    },
                },
            },
        }
    },
}  # fmt: skip
