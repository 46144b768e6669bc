"""DynamoDB and KMS in this process (moto), with the table that the template makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from photonlink import dynamodb_store
from photonlink.deploy.full import PARTITION_KEY, SORT_KEY

TABLE = "photonlink"


@dataclass(frozen=True)
class Aws:
    """`key` is the id of a key of KMS."""

    db: Any
    key: str

    def items(self) -> list[dict[str, Any]]:
        """Everything that lies in the table."""
        found: list[dict[str, Any]] = self.db.scan(TableName=TABLE)["Items"]
        return found


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    import boto3
    from moto import mock_aws

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        db = boto3.client("dynamodb")
        db.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in (PARTITION_KEY, SORT_KEY)
            ],
            KeySchema=[
                {"AttributeName": PARTITION_KEY, "KeyType": "HASH"},
                {"AttributeName": SORT_KEY, "KeyType": "RANGE"},
            ],
        )
        key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
        dynamodb_store._aws.cache_clear()
        yield Aws(db, key)
        dynamodb_store._aws.cache_clear()
