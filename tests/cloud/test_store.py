from __future__ import annotations

import stat
from pathlib import Path

import pytest

from photonlink.store import MemoryStore, SqliteStore, Store, StoreError, open_store

from .aws import TABLE, Aws, aws

__all__ = ["aws"]


@pytest.fixture(params=["memory", "sqlite", "dynamodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "dynamodb":
        aws: Aws = request.getfixturevalue("aws")
        return open_store(f"dynamodb:{TABLE}", aws.key)
    return open_store("memory" if request.param == "memory" else str(tmp_path / "state.db"))


def test_what_was_saved_is_loaded_and_the_rest_is_missing(store: Store) -> None:
    store.save("manifest", {"a": "1", "b": "2"})
    store.save("manifest", {"b": "3"})
    assert store.load("manifest", ["a", "b", "c"]) == {"a": "1", "b": "3"}


def test_kinds_are_apart(store: Store) -> None:
    store.save("manifest", {"a": "1"})
    assert store.load("grant", ["a"]) == {}


def test_what_was_deleted_is_gone_and_deleting_it_again_is_no_error(store: Store) -> None:
    store.save("manifest", {"a": "1", "b": "2"})
    store.delete("manifest", ["a"])
    store.delete("manifest", ["a"])
    assert store.load("manifest", ["a", "b"]) == {"b": "2"}


def test_of_what_is_saved_twice_the_newer_counts_and_who_came_late_is_told(store: Store) -> None:
    assert store.save_newer("reported", {"a": "2026-01-01", "b": "2026-01-05"}) == {"a", "b"}
    assert store.save_newer("reported", {"a": "2026-01-01", "b": "2026-01-04", "c": "2026-01-01"}) == {"c"}
    assert store.save_newer("reported", {"a": "2026-01-02"}) == {"a"}
    assert store.load("reported", ["a", "b"]) == {"a": "2026-01-02", "b": "2026-01-05"}
    assert store.save_newer("reported", {}) == set()


def test_nothing_asked_is_nothing_loaded(store: Store) -> None:
    assert store.load("manifest", []) == {}


def test_the_file_is_for_its_owner_only_even_if_it_was_not(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.touch(0o644)
    SqliteStore(path).save("grant", {"a": "secret"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_process_sees_what_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    SqliteStore(path).save("manifest", {"a": "1"})
    assert SqliteStore(path).load("manifest", ["a"]) == {"a": "1"}


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_text("this is a letter to my mother " * 100)
    with pytest.raises(StoreError, match=r"state\.db cannot be used.*PHOTONLINK_STORE"):
        SqliteStore(path).load("manifest", ["a"])


def test_memory_is_the_default(tmp_path: Path) -> None:
    assert isinstance(open_store("memory"), MemoryStore)
