"""The store on AWS: what it promises beyond the others."""

from __future__ import annotations

import pytest

from photonlink.alexa.reports.accounts import Account, Accounts
from photonlink.alexa.reports.lwa import Tokens
from photonlink.store import StoreError, open_store

from .aws import TABLE, Aws, aws

__all__ = ["aws"]

ACCESS, REFRESH = "Atza|" + "a" * 2043, "Atzr|" + "r" * 2043
ACCOUNT = Account("ann@example.com", Tokens(ACCESS, REFRESH, 1.0), "https://gateway", "hook-1", "digest")


def test_no_token_lies_in_the_table_in_clear(aws: Aws) -> None:
    accounts = Accounts(open_store(f"dynamodb:{TABLE}", aws.key))
    accounts.save(ACCOUNT)
    stored = repr(aws.items())
    assert "Atza" not in stored
    assert "Atzr" not in stored
    assert "aaaa" not in stored
    assert accounts.by_name("ann@example.com") == ACCOUNT


def test_a_grant_without_a_key_is_refused(aws: Aws) -> None:
    accounts = Accounts(open_store(f"dynamodb:{TABLE}"))
    with pytest.raises(StoreError, match="PHOTONLINK_KMS_KEY is missing"):
        accounts.save(ACCOUNT)
    assert aws.items() == []


def test_what_was_moved_to_another_account_cannot_be_read(aws: Aws) -> None:
    """KMS binds a cipher to its place: whoever may write the table cannot give one account another's grant."""
    accounts = Accounts(open_store(f"dynamodb:{TABLE}", aws.key))
    accounts.save(ACCOUNT)
    (item,) = (item for item in aws.items() if item["kind"]["S"] == "account")
    aws.db.put_item(TableName=TABLE, Item={**item, "key": {"S": "bob@example.com"}})
    with pytest.raises(StoreError, match="cannot be used"):
        accounts.by_name("bob@example.com")


def test_hundreds_of_items_are_saved_loaded_and_deleted(aws: Aws) -> None:
    store = open_store(f"dynamodb:{TABLE}", aws.key)
    many = {f"device-{number}": f"[1,{number}]" for number in range(230)}
    store.save("manifest", many)
    assert store.load("manifest", [*many, "device-0", "nobody"]) == many
    store.delete("manifest", many)
    assert store.load("manifest", many) == {}


def test_a_table_that_is_not_there_is_named(aws: Aws) -> None:
    store = open_store("dynamodb:elsewhere", aws.key)
    for attempt in (
        lambda: store.load("manifest", ["a"]),
        lambda: store.save("manifest", {"a": "1"}),
        lambda: store.delete("manifest", ["a"]),
        lambda: store.save_newer("manifest", {"a": "1"}),
    ):
        with pytest.raises(StoreError, match="the table elsewhere cannot be used"):
            attempt()


def test_opening_the_store_imports_nothing_of_aws() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from photonlink.store import open_store; open_store('dynamodb:t', 'k'); "
        "assert 'boto3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
