"""What is kept between invocations: small texts under a kind and a key.

The port is as narrow as a DynamoDB table with one partition key and one sort key, and batched, so that a
discovery reads and writes once however many devices there are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import sqlite3


class StoreError(Exception):
    """The store could not be read or written; the text says which store and why."""


class Store(Protocol):
    """Texts by kind and key; raises StoreError."""

    def load(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        """Those of the keys that are there."""

    def save(self, kind: str, items: Mapping[str, str]) -> None:
        """Write them all, or none."""

    def save_newer(self, kind: str, items: Mapping[str, str]) -> set[str]:
        """Write those that are new or greater, as texts, than what is there; returns their keys.

        Each is compared and written in one step: of two who bring the same, one is told that it came first.
        """

    def delete(self, kind: str, keys: Iterable[str]) -> None:
        """Forget them; keys that are not there are no error."""


class MemoryStore:
    """Lives as long as the Lambda's process."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], str] = {}

    def load(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        return {key: self._items[kind, key] for key in keys if (kind, key) in self._items}

    def save(self, kind: str, items: Mapping[str, str]) -> None:
        self._items.update({(kind, key): text for key, text in items.items()})

    def save_newer(self, kind: str, items: Mapping[str, str]) -> set[str]:
        newer = {key: text for key, text in items.items() if text > self._items.get((kind, key), "")}
        self.save(kind, newer)
        return set(newer)

    def delete(self, kind: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._items.pop((kind, key), None)


class SqliteStore:
    """A file that only its owner can read. A connection lives for one operation, so nothing outlasts a freeze."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        wanted = list(keys)
        marks = ",".join("?" * len(wanted))
        query = f"SELECT key, text FROM items WHERE kind = ? AND key IN ({marks})"
        return dict(self._run(lambda db: db.execute(query, [kind, *wanted]).fetchall()))

    def save(self, kind: str, items: Mapping[str, str]) -> None:
        rows = [(kind, key, text) for key, text in items.items()]
        self._run(lambda db: db.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?)", rows).fetchall())

    def save_newer(self, kind: str, items: Mapping[str, str]) -> set[str]:
        insert = (
            "INSERT INTO items VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET text = excluded.text "
            "WHERE excluded.text > items.text RETURNING key, text"
        )

        def work(db: sqlite3.Connection) -> list[tuple[str, str]]:
            return [row for key, text in items.items() for row in db.execute(insert, (kind, key, text))]

        return {key for key, _ in self._run(work)}

    def delete(self, kind: str, keys: Iterable[str]) -> None:
        rows = [(kind, key) for key in keys]
        self._run(lambda db: db.executemany("DELETE FROM items WHERE kind = ? AND key = ?", rows).fetchall())

    def _run(self, work: Callable[[sqlite3.Connection], list[tuple[str, str]]]) -> list[tuple[str, str]]:
        import sqlite3  # here, since a directive for a light needs no store and should not wait for the import

        try:
            # Before SQLite makes the file, with what the umask leaves of it; its journals take over the mode.
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            os.chmod(self._path, 0o600)
            with closing(sqlite3.connect(self._path, timeout=2.0)) as db, db:
                db.execute(
                    "CREATE TABLE IF NOT EXISTS items (kind TEXT, key TEXT, text TEXT NOT NULL, PRIMARY KEY (kind, key))"
                )
                return work(db)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"the store {self._path} cannot be used: {error}. PHOTONLINK_STORE names it; on AWS Lambda only "
                "/tmp can be written"
            ) from error


#: What PHOTONLINK_STORE begins with for a DynamoDB table.
DYNAMODB = "dynamodb:"


def open_store(name: str, kms_key: str = "") -> Store:
    """The store that PHOTONLINK_STORE names: `memory`, `dynamodb:TABLE`, or the path of an SQLite file.

    `kms_key` encrypts grants in a table. Raises StoreError for a table where boto3 is missing.
    """
    if name.startswith(DYNAMODB):
        from photonlink.dynamodb_store import DynamoDbStore  # boto3 takes a while, and most need it not

        return DynamoDbStore(name.removeprefix(DYNAMODB), kms_key)
    return MemoryStore() if name == "memory" else SqliteStore(Path(name))
