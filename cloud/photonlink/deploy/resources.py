"""The resources that every profile is made of, as CloudFormation writes them."""

from __future__ import annotations

from typing import Any

from photonlink.deploy.plan import LOG_DAYS, MEMORY_MB, RUNTIME, TIMEOUT_S

Json = dict[str, Any]

#: Until the package is uploaded.
_PLACEHOLDER = "raise RuntimeError('The package is not uploaded yet: CHECKLIST.md says how.')\n"


def function(name: str, handler: str, role_name: str, log: str, environment: Json, description: str) -> Json:
    """A function with the handler's own limits."""
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "FunctionName": name,
            "Description": description,
            "Runtime": RUNTIME,
            "Architectures": ["arm64"],
            "Handler": handler,
            "Code": {"ZipFile": _PLACEHOLDER},
            "Timeout": TIMEOUT_S,
            "MemorySize": MEMORY_MB,
            "Role": {"Fn::GetAtt": [role_name, "Arn"]},
            "Environment": {"Variables": environment},
            "LoggingConfig": {"LogGroup": {"Ref": log}},
        },
    }


def role(statements: list[Json]) -> Json:
    """A role that Lambda alone can take, with these rights and no others."""
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            },
            "Policies": [
                {
                    "PolicyName": "photonlink",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    }


def log_group(function_name: str) -> Json:
    """The function's log, forgotten after two weeks."""
    return {
        "Type": "AWS::Logs::LogGroup",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {"LogGroupName": f"/aws/lambda/{function_name}", "RetentionInDays": LOG_DAYS},
    }


def logs_of(log: str) -> Json:
    """Write one's own log; its group is there already, so there is no need to make any."""
    return {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": {"Fn::GetAtt": [log, "Arn"]},
    }
