"""doctor.json: the deployment as `photonlink doctor --config` reads it (docs/doctor.md), without secrets."""

from __future__ import annotations

from photonlink.deploy.plan import HANDLER, MEMORY_MB, RUNTIME, TIMEOUT_S, Deployment
from photonlink.deploy.resources import Json
from photonlink.deploy.skill_package import countries
from photonlink.deploy.template import template


def doctor_file(deployment: Deployment) -> Json:
    """What is known before anything is deployed; what is not known yet is left out."""
    resources = template(deployment)["Resources"]
    skill: Json = {
        "authorization_uri": deployment.authorization_uri,
        "access_token_uri": deployment.access_token_uri,
        "scheme": "basic",
        "scopes": [deployment.scope] if deployment.scope else [],
        "payload_version": "3",
        "endpoints": {"default": deployment.function_arn, deployment.region.name: deployment.function_arn},
        "send_events": deployment.sends_events,
        "locales": list(deployment.skill_locales),
        "countries": countries(deployment),
        "privacy_policy_url": deployment.privacy_url,
        "stage": "development",
        "custom": deployment.custom,
    }
    function: Json = {
        "arn": deployment.function_arn,
        "handler": HANDLER,
        "runtime": RUNTIME,
        "timeout": TIMEOUT_S,
        "memory": MEMORY_MB,
        "actions": _actions(resources["Role"]),
    }
    if not deployment.aws_account:
        del skill["endpoints"], function["arn"]
    if deployment.skill_id:
        skill["id"] = deployment.skill_id
        function["triggers"] = [
            {"principal": properties["Principal"], "event_source_token": deployment.skill_id}
            for entry in resources.values()
            if "EventSourceToken" in (properties := entry["Properties"])
        ]
    function["environment"] = _environment(deployment)
    content: Json = {
        "particle": {"api": deployment.particle_api},
        "skill": skill,
        "amazon": {"region": deployment.region.name},
        "lambda": function,
    }
    if deployment.client_id:
        skill["client_id"] = deployment.client_id
        content["client"] = {"id": deployment.client_id}
    return content


def _environment(deployment: Deployment) -> Json:
    """As the template has it, with an ellipsis in the place of what only the stack is given, or knows."""
    variables: Json = template(deployment)["Resources"]["Function"]["Properties"]["Environment"]["Variables"]
    known = {"SkillId": deployment.skill_id, "AlexaClientId": "amzn1.application-oa2-client.…"}
    return {
        name: value if isinstance(value, str) else known.get(value.get("Ref", ""), "…")
        for name, value in variables.items()
    }


def _actions(role: Json) -> list[str]:
    (policy,) = role["Properties"]["Policies"]
    return [action for statement in policy["PolicyDocument"]["Statement"] for action in statement["Action"]]
