"""What stands in the consoles of a house: the skill's and the function's settings that nobody sends in a message.

Together with the skill's linking settings (photonsim.alexa_service.SkillConfig) and the OAuth client they are what
a developer of the real thing types, and what the doctor reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ACCOUNT = "123456789012"
SKILL_ID = "amzn1.ask.skill.3f1c2a7e-5b0d-4c7a-9d53-0a1b2c3d4e5f"
SMART_HOME_PRINCIPAL = "alexa-connectedhome.amazon.com"
CUSTOM_PRINCIPAL = "alexa-appkit.amazon.com"
#: By Alexa's region: the host of the redirect URI, and the AWS region of the Lambda.
REGION_HOSTS = {"na": "pitangui.amazon.com", "eu": "layla.amazon.com", "fe": "alexa.amazon.co.jp"}
AWS_REGIONS = {"na": "us-east-1", "eu": "eu-west-1", "fe": "us-west-2"}


def function_arn(region: str) -> str:
    """The ARN of the house's function in a region of AWS."""
    return f"arn:aws:lambda:{region}:{ACCOUNT}:function:photonlink"


@dataclass(frozen=True)
class AmazonSettings:
    """The Amazon account that uses the skill: its home decides which region serves it."""

    region: str = "na"
    country: str = "US"
    language: str = "en-US"
    email: str = "alice@example.com"


@dataclass(frozen=True)
class SkillSettings:
    """The skill's manifest, as far as it isn't account linking. `endpoints` are ARNs by region, or "default"."""

    id: str = SKILL_ID
    payload_version: str = "3"
    endpoints: Mapping[str, str] = field(default_factory=lambda: {"default": function_arn("us-east-1")})
    locales: tuple[str, ...] = ("en-US",)
    countries: tuple[str, ...] = ("US",)
    privacy_policy_url: str = ""
    stage: str = "development"
    developer_email: str = "alice@example.com"
    custom: bool = True
    invocation_name: str = "photon lights"


@dataclass(frozen=True)
class FunctionSettings:
    """The function as AWS has it. `timeout` in seconds, `memory` in MB; `actions` are those of its role."""

    arn: str = function_arn("us-east-1")
    handler: str = "photonlink.aws.handler"
    runtime: str = "python3.12"
    timeout: float = 8.0
    memory: int = 256
    #: (principal, event source token, qualifier or None) of each statement of the function's policy.
    triggers: tuple[tuple[str, str | None, str | None], ...] = (
        (SMART_HOME_PRINCIPAL, SKILL_ID, None),
        (CUSTOM_PRINCIPAL, SKILL_ID, None),
    )
    actions: tuple[str, ...] = (
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:PutItem",
        "kms:Decrypt",
        "kms:Encrypt",
        "lambda:InvokeFunction",
    )
