"""A deployment on disk, as `photonlink deploy render` writes it or somebody typed it, as a configuration.

Read are template.yaml (or .yml, .json), skill-package/skill.json and accountLinking.json, deployment.json, a zip beside
them, and what the stack is made with: environment.json, or .env with NAME=value in each line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from photonlink.deploy.skill_package import SEND_EVENTS
from photonlink.doctor.configuration import Configuration, ConfigurationError
from photonlink.doctor.template import Template

_TEMPLATES = ("template.yaml", "template.yml", "template.json")
_PACKAGE = "skill-package"
#: Of the account-linking schema: how the client authenticates.
_SCHEMES = {"HTTP_BASIC": "basic", "REQUEST_BODY_CREDENTIALS": "body"}


def read_deployment(folder: Path) -> Configuration:
    """The settings of a deployment's files. Raises ConfigurationError naming the file."""
    template = next((folder / name for name in _TEMPLATES if (folder / name).is_file()), None)
    package = next((each for each in (folder / _PACKAGE, folder) if (each / "skill.json").is_file()), folder)
    content: dict[str, dict[str, Any]] = {}
    if (package / "skill.json").is_file():
        content["skill"] = _skill(_read(package / "skill.json"), str(package / "skill.json"))
    if (package / "accountLinking.json").is_file():
        content.setdefault("skill", {}).update(_linking(_read(package / "accountLinking.json")))
    if template is not None:
        content["lambda"] = Template(template).facts()
    if not content:
        raise ConfigurationError(
            f"there is no deployment in {folder}: expected {_TEMPLATES[0]} or {_PACKAGE}/skill.json, as `photonlink "
            "deploy render` writes them"
        )
    _add_record(content, folder)
    _add_environment(content, folder)
    package_file = next(iter(sorted(folder.glob("*.zip"))), None)
    if package_file is not None:
        content.setdefault("lambda", {})["package"] = str(package_file)
    files = tuple(sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".zip"))
    return Configuration.from_mapping(content, str(folder), files=files)


def merged(under: Configuration, over: Configuration) -> Configuration:
    """Both, `over` where both say something: a deployment, and what is typed into a file beside it."""
    parts: dict[str, Any] = {}
    for part in fields(Configuration):
        first, second = getattr(under, part.name), getattr(over, part.name)
        if hasattr(second, "__dataclass_fields__"):
            blank = type(second)()
            given = {
                each.name: getattr(second, each.name)
                for each in fields(second)
                if getattr(second, each.name) != getattr(blank, each.name)
            }
            parts[part.name] = replace(first, **given)
        elif isinstance(second, Mapping):
            parts[part.name] = {**first, **second}
        elif isinstance(second, tuple):
            parts[part.name] = (*first, *second)
        else:
            parts[part.name] = f"{first} and {second}"
    return Configuration(**parts)


def _skill(content: Mapping[str, Any], where: str) -> dict[str, Any]:
    """skill.json. Shape: Amazon's page "Skill Manifest Schema"."""
    manifest = content.get("manifest")
    if not isinstance(manifest, Mapping):
        raise ConfigurationError(f"{where} has no manifest")
    apis, smart_home = _table(manifest, "apis"), _table(manifest, "apis", "smartHome")
    published = _table(manifest, "publishingInformation")
    privacy = _table(manifest, "privacyAndCompliance", "locales")
    addresses = [str(_table(privacy, locale).get("privacyPolicyUrl", "")) for locale in privacy]
    endpoints = {"default": _table(smart_home, "endpoint").get("uri")}
    for region in _table(smart_home, "regions"):
        endpoints[region.lower()] = _table(smart_home, "regions", region, "endpoint").get("uri")
    permissions = manifest.get("permissions")
    names = [_table(each).get("name") for each in permissions] if isinstance(permissions, list) else []
    return {
        "payload_version": smart_home.get("protocolVersion"),
        "endpoints": {region: str(arn) for region, arn in endpoints.items() if arn},
        "send_events": SEND_EVENTS in names,
        "locales": list(_table(published, "locales")),
        "countries": None
        if published.get("isAvailableWorldwide")
        else published.get("distributionCountries"),
        "privacy_policy_url": "" if not all(addresses) else next(iter(addresses), ""),
        "custom": "custom" in apis,
    }


def _linking(content: Mapping[str, Any]) -> dict[str, Any]:
    """accountLinking.json. Shape: Amazon's page "Account Linking Schemas". What is left empty is not known yet."""
    request = _table(content, "accountLinkingRequest")
    facts = {
        "authorization_uri": request.get("authorizationUrl"),
        "access_token_uri": request.get("accessTokenUrl"),
        "client_id": request.get("clientId"),
        "client_secret": request.get("clientSecret"),
        "scheme": _SCHEMES.get(str(request.get("accessTokenScheme"))),
        "redirect_uris": request.get("redirectUrls"),
    }
    return {**{name: fact for name, fact in facts.items() if fact}, "scopes": request.get("scopes")}


def _add_record(content: dict[str, dict[str, Any]], folder: Path) -> None:
    """What was asked for when it was rendered: the account's region, and the skill's id."""
    if not (folder / "deployment.json").is_file():
        return
    record = _read(folder / "deployment.json")
    content["amazon"] = {"region": record.get("region")}
    if record.get("skill_id"):
        content.setdefault("skill", {})["id"] = record["skill_id"]


def _add_environment(content: dict[str, dict[str, Any]], folder: Path) -> None:
    given: dict[str, str] = {}
    if (folder / "environment.json").is_file():
        given = {str(name): str(value) for name, value in _read(folder / "environment.json").items()}
    elif (folder / ".env").is_file():
        lines = (folder / ".env").read_text(encoding="utf-8", errors="replace").splitlines()
        pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
        given = {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
    if not given:
        return
    function = content.setdefault("lambda", {})
    function["environment"] = {**function.get("environment", {}), **given}
    function["parameters"] = [name for name in function.get("parameters", []) if name not in given]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path} is no JSON: {error}") from error
    if not isinstance(content, Mapping):
        raise ConfigurationError(f"{path}: expected an object")
    return content


def _table(content: object, *path: str) -> Mapping[str, Any]:
    """The object at a path; an empty one where there is none."""
    for name in path:
        content = content.get(name) if isinstance(content, Mapping) else None
    return content if isinstance(content, Mapping) else {}
