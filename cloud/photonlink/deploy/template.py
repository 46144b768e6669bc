"""The CloudFormation template.

Plain CloudFormation, not SAM: SAM's Alexa event knows custom skills only, and wants a bucket for the code. The stack
is made with a line of code that says that the package is missing; `aws lambda update-function-code` then brings
the zip, so that nothing is left in S3. A function's code is no part of the template's own text, so later updates of
the stack leave it alone.
"""

from __future__ import annotations

import yaml

from photonlink.deploy import full
from photonlink.deploy.plan import HANDLER, SKILL_ID, Deployment
from photonlink.deploy.resources import Json, function, log_group, logs_of, role
from photonlink.settings import CONSENT

SMART_HOME_PRINCIPAL = "alexa-connectedhome.amazon.com"
CUSTOM_PRINCIPAL = "alexa-appkit.amazon.com"


def template(deployment: Deployment) -> Json:
    """The template as CloudFormation takes it."""
    environment = _environment(deployment)
    statements = [logs_of("LogGroup")]
    parameters: Json = {"SkillId": _skill_id(deployment)}
    resources: Json = {
        "LogGroup": log_group(deployment.function_name),
        "Role": role(statements),
        "Function": function(
            deployment.function_name,
            HANDLER,
            "Role",
            "LogGroup",
            environment,
            "Answers Alexa for lights on Particle Photons",
        ),
        "SmartHomeTrigger": _trigger(SMART_HOME_PRINCIPAL),
    }
    if deployment.custom:
        resources["CustomSkillTrigger"] = _trigger(CUSTOM_PRINCIPAL)
    outputs: Json = {
        "FunctionArn": {
            "Description": "Goes into the skill's endpoint, as it is",
            "Value": {"Fn::GetAtt": ["Function", "Arn"]},
        }
    }
    if deployment.provider == "amazon":
        parameters["ParticleToken"] = {
            "Type": "String",
            "NoEcho": True,
            "Description": "A token of the Particle account that everybody who links will control",
            "MinLength": 40,
        }
        environment["PHOTONLINK_SHARED_PARTICLE_TOKEN"] = {"Ref": "ParticleToken"}
        environment[CONSENT] = "yes"
    if deployment.profile == "full":
        full.add(deployment, parameters, resources, outputs, environment, statements)
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"photonlink for Alexa in {deployment.region.title} (profile {deployment.profile}); "
        f"belongs in {deployment.region.aws}",
        "Parameters": parameters,
        "Rules": {
            "Region": {
                "Assertions": [
                    {
                        "Assert": {"Fn::Equals": [{"Ref": "AWS::Region"}, deployment.region.aws]},
                        "AssertDescription": f"Alexa calls functions of {deployment.region.title} in "
                        f"{deployment.region.aws} only",
                    }
                ]
            }
        },
        "Resources": resources,
        "Outputs": outputs,
    }


class _Dumper(yaml.SafeDumper):
    """Writes a part that occurs twice twice: CloudFormation takes no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def as_yaml(content: Json) -> str:
    """The text of template.yaml."""
    return str(yaml.dump(content, Dumper=_Dumper, sort_keys=False, width=110, allow_unicode=True))


def _trigger(principal: str) -> Json:
    """Alexa may invoke the function, in the name of this one skill."""
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]},
            "Action": "lambda:InvokeFunction",
            "Principal": principal,
            "EventSourceToken": {"Ref": "SkillId"},
        },
    }


def _skill_id(deployment: Deployment) -> Json:
    parameter: Json = {
        "Type": "String",
        "Description": "Only this skill may invoke the function; the Alexa console shows it ('Copy Skill ID')",
        "AllowedPattern": SKILL_ID.pattern,
        "ConstraintDescription": "amzn1.ask.skill. and 36 small hex digits and dashes, without blanks",
    }
    return {**parameter, "Default": deployment.skill_id} if deployment.skill_id else parameter


def _environment(deployment: Deployment) -> Json:
    return {
        "PARTICLE_API_URL": deployment.particle_api,
        "PHOTONLINK_SKILL_ID": {"Ref": "SkillId"},
        "LOG_LEVEL": "INFO",
    }
