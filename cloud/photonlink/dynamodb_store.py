"""The store on AWS: one DynamoDB table with a partition key `kind` and a sort key `key`, both texts.

What holds tokens is encrypted by a call to KMS before it is written, and lies in the table as bytes. boto3 is a part of
Lambda's runtime, so it is not in the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple, TypeVar

from photonlink.store import StoreError

T = TypeVar("T")

#: Kinds whose texts hold tokens: the linked accounts.
SECRET_KINDS = frozenset({"account"})
#: Limits of DynamoDB's BatchGetItem, TransactWriteItems and BatchWriteItem, in items.
_GET, _TRANSACT, _WRITE = 100, 100, 25
#: Longest text that KMS encrypts in one call, in bytes.
_KMS_BYTES = 4096
#: How often what DynamoDB left undone is asked for again.
_ATTEMPTS = 5
#: Seconds; a directive has eight for everything.
_CONNECT_S, _READ_S = 1.0, 2.0


class _Aws(NamedTuple):
    """Clients of the two services, and what they raise."""

    db: Any
    kms: Any
    errors: tuple[type[Exception], ...]


@cache
def _aws() -> _Aws:
    """Made at the first use: importing boto3 takes longer than a directive that needs no store. Raises StoreError."""
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError as error:
        raise StoreError(
            "PHOTONLINK_STORE names a DynamoDB table, which needs boto3. Lambda's runtime has it; elsewhere: "
            "pip install boto3"
        ) from error
    config = Config(connect_timeout=_CONNECT_S, read_timeout=_READ_S, retries={"max_attempts": 2})
    try:
        return _Aws(
            boto3.client("dynamodb", config=config),
            boto3.client("kms", config=config),
            (BotoCoreError, ClientError),
        )
    except BotoCoreError as error:
        raise StoreError(f"AWS cannot be reached: {error}") from error


class DynamoDbStore:
    """See photonlink.store.Store. `kms_key` is a key's id, ARN or alias; without one no grant is kept."""

    def __init__(self, table: str, kms_key: str) -> None:
        self._table, self._kms_key = table, kms_key

    def load(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        wanted = [_address(kind, key) for key in dict.fromkeys(keys)]
        with self._explained():
            found = [item for part in _parts(wanted, _GET) for item in self._get(part)]
            return {item["key"]["S"]: self._text(kind, item) for item in found}

    def save(self, kind: str, items: Mapping[str, str]) -> None:
        with self._explained():
            rows = [{**_address(kind, key), **self._kept(kind, key, text)} for key, text in items.items()]
            puts = [{"Put": {"TableName": self._table, "Item": row}} for row in rows]
            for part in _parts(puts, _TRANSACT):
                _aws().db.transact_write_items(TransactItems=part)

    def save_newer(self, kind: str, items: Mapping[str, str]) -> set[str]:
        with self._explained():
            return {key for key, text in items.items() if self._put_newer(kind, key, text)}

    def delete(self, kind: str, keys: Iterable[str]) -> None:
        requests = [{"DeleteRequest": {"Key": _address(kind, key)}} for key in dict.fromkeys(keys)]
        with self._explained():
            for part in _parts(requests, _WRITE):
                self._write(part)

    def _put_newer(self, kind: str, key: str, text: str) -> bool:
        db = _aws().db
        try:
            db.put_item(
                TableName=self._table,
                Item={**_address(kind, key), "text": {"S": text}},
                ConditionExpression="attribute_not_exists(#text) OR #text < :text",
                ExpressionAttributeNames={"#text": "text"},
                ExpressionAttributeValues={":text": {"S": text}},
            )
        except db.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _get(self, keys: Sequence[Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        left: Any = {self._table: {"Keys": list(keys), "ConsistentRead": True}}
        for _ in range(_ATTEMPTS):
            answer = _aws().db.batch_get_item(RequestItems=left)
            found += answer["Responses"].get(self._table, [])
            left = answer.get("UnprocessedKeys")
            if not left:
                return found
        raise StoreError(f"the table {self._table} is too busy to be read")

    def _write(self, requests: Sequence[Any]) -> None:
        left: Any = {self._table: list(requests)}
        for _ in range(_ATTEMPTS):
            left = _aws().db.batch_write_item(RequestItems=left).get("UnprocessedItems")
            if not left:
                return
        raise StoreError(f"the table {self._table} is too busy to be written")

    def _kept(self, kind: str, key: str, text: str) -> dict[str, Any]:
        if kind not in SECRET_KINDS:
            return {"text": {"S": text}}
        if not self._kms_key:
            raise StoreError(
                "PHOTONLINK_KMS_KEY is missing: grants are kept in DynamoDB only when they are encrypted by KMS"
            )
        data = text.encode()
        pieces = [data[at : at + _KMS_BYTES] for at in range(0, len(data), _KMS_BYTES)]
        ciphers = [
            _aws().kms.encrypt(KeyId=self._kms_key, Plaintext=piece, EncryptionContext=_context(kind, key))
            for piece in pieces
        ]
        return {"cipher": {"L": [{"B": cipher["CiphertextBlob"]} for cipher in ciphers]}}

    def _text(self, kind: str, item: Mapping[str, Any]) -> str:
        if "text" in item:
            return str(item["text"]["S"])
        context = _context(kind, item["key"]["S"])
        pieces = [
            _aws().kms.decrypt(CiphertextBlob=cipher["B"], EncryptionContext=context)["Plaintext"]
            for cipher in item["cipher"]["L"]
        ]
        return b"".join(pieces).decode()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except _aws().errors as error:
            raise StoreError(
                f"the table {self._table} cannot be used: {error}. Does it exist in this region, and may the function's "
                "role use it and its key?"
            ) from error


def _address(kind: str, key: str) -> dict[str, Any]:
    return {"kind": {"S": kind}, "key": {"S": key}}


def _context(kind: str, key: str) -> dict[str, str]:
    """What KMS binds a cipher to: it decrypts at its own place only."""
    return {"photonlink": f"{kind}/{key}"}


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]
