"""What the profile "full" adds: reports of changes that Alexa did not ask for.

AcceptGrant brings a grant, which the handler encrypts with a KMS key and keeps in a table; a webhook of Particle's
brings an event to a second function by its URL, which reports it to Alexa in the name of that grant.
"""

from __future__ import annotations

from photonlink.deploy.plan import WEBHOOK_HANDLER, Deployment
from photonlink.deploy.resources import Json, function, log_group, logs_of, role

#: The key schema of photonlink's store: a kind and a key.
PARTITION_KEY, SORT_KEY = "kind", "key"


def add(
    deployment: Deployment,
    parameters: Json,
    resources: Json,
    outputs: Json,
    environment: Json,
    statements: list[Json],
) -> None:
    """Widen the profile "small"; `environment` and `statements` are those of the skill's function."""
    parameters |= _messaging_pair()
    environment |= {
        "PHOTONLINK_STORE": {"Fn::Sub": "dynamodb:${Table}"},
        "PHOTONLINK_KMS_KEY": {"Fn::GetAtt": ["Key", "Arn"]},
        "ALEXA_CLIENT_ID": {"Ref": "AlexaClientId"},
        "ALEXA_CLIENT_SECRET": {"Ref": "AlexaClientSecret"},
    }
    webhook = {**environment}
    environment["PHOTONLINK_WEBHOOK_URL"] = {"Fn::GetAtt": ["WebhookUrl", "FunctionUrl"]}
    statements += [_table(), _key(), _itself(deployment)]
    name = f"{deployment.function_name}-webhook"
    resources["Function"]["Properties"]["KmsKeyArn"] = {"Fn::GetAtt": ["Key", "Arn"]}
    resources |= {
        "Table": _grants(deployment),
        "Key": _encryption_key(),
        "WebhookLogGroup": log_group(name),
        "WebhookRole": role([logs_of("WebhookLogGroup"), _table(), _key()]),
        "WebhookFunction": function(
            name,
            WEBHOOK_HANDLER,
            "WebhookRole",
            "WebhookLogGroup",
            webhook,
            "Reports what Particle's webhooks bring to Alexa",
        ),
        "WebhookUrl": {
            "Type": "AWS::Lambda::Url",
            "Properties": {
                "TargetFunctionArn": {"Fn::GetAtt": ["WebhookFunction", "Arn"]},
                "AuthType": "NONE",
            },
        },
        "WebhookUrlAccess": _open("lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE"),
        # New URLs need both since October 2025 (AWS's page "Control access to Lambda function URLs").
        "WebhookInvokeAccess": _open("lambda:InvokeFunction", InvokedViaFunctionUrl=True),
    }
    resources["Afterwards"] = _afterwards()
    resources["WebhookFunction"]["Properties"]["KmsKeyArn"] = {"Fn::GetAtt": ["Key", "Arn"]}
    outputs["WebhookUrl"] = {
        "Description": "Where Particle's webhooks go; photonlink makes them itself when an account is linked",
        "Value": {"Fn::GetAtt": ["WebhookUrl", "FunctionUrl"]},
    }


def _messaging_pair() -> Json:
    return {
        "AlexaClientId": {
            "Type": "String",
            "Description": "Alexa client id of the skill's Permissions page (Alexa Skill Messaging)",
            "AllowedPattern": r"amzn1\.application-oa2-client\.[0-9a-z]+",
            "ConstraintDescription": "amzn1.application-oa2-client. and letters and digits, without blanks",
        },
        "AlexaClientSecret": {
            "Type": "String",
            "NoEcho": True,
            "Description": "Alexa client secret of the same page; not the secret of the linking form",
            "MinLength": 32,
        },
    }


def _grants(deployment: Deployment) -> Json:
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {
            "TableName": deployment.function_name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": "S"} for name in (PARTITION_KEY, SORT_KEY)
            ],
            "KeySchema": [
                {"AttributeName": PARTITION_KEY, "KeyType": "HASH"},
                {"AttributeName": SORT_KEY, "KeyType": "RANGE"},
            ],
        },
    }


def _encryption_key() -> Json:
    """A key that the account's owner rules, and that is renewed every year."""
    return {
        "Type": "AWS::KMS::Key",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {
            "Description": "Grants of photonlink at rest",
            "EnableKeyRotation": True,
            "PendingWindowInDays": 7,
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {
                            "AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
                        },
                        "Action": "kms:*",
                        "Resource": "*",
                    }
                ],
            },
        },
    }


def _table() -> Json:
    """What photonlink's store asks of its table; it writes in transactions, which take the right to put."""
    return {
        "Effect": "Allow",
        "Action": ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:PutItem"],
        "Resource": {"Fn::GetAtt": ["Table", "Arn"]},
    }


def _key() -> Json:
    """Encrypt and decrypt grants, and decrypt the function's environment."""
    return {
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:Encrypt"],
        "Resource": {"Fn::GetAtt": ["Key", "Arn"]},
    }


def _itself(deployment: Deployment) -> Json:
    """Invoke itself for work that Alexa does not wait for. By name: the function's ARN needs its role first."""
    arn = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
    return {
        "Effect": "Allow",
        "Action": ["lambda:InvokeFunction"],
        "Resource": {"Fn::Sub": f"{arn}{deployment.function_name}"},
    }


def _afterwards() -> Json:
    """Such an event holds a token: AWS keeps it for a minute at most, and does not try it again."""
    return {
        "Type": "AWS::Lambda::EventInvokeConfig",
        "Properties": {
            "FunctionName": {"Ref": "Function"},
            "Qualifier": "$LATEST",
            "MaximumEventAgeInSeconds": 60,
            "MaximumRetryAttempts": 0,
        },
    }


def _open(action: str, **condition: object) -> Json:
    """Anybody may send to the URL; the handler answers 401 to whoever does not know a webhook's secret."""
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": {"Fn::GetAtt": ["WebhookFunction", "Arn"]},
            "Action": action,
            "Principal": "*",
            **condition,
        },
    }
