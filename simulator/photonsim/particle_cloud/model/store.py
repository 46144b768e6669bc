"""Tables that live in memory and, where a file is given, are written through to SQLite before a call returns.

Reading never touches the disk. A write is acknowledged only when SQLite has committed it, so a process that
is killed at any moment comes back with everything it acknowledged.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from photonsim.particle_cloud.exceptions import StateUnusable

#: Raised when a stored document changes its meaning; kept in the table of its own, because other parts of
#: a house may keep their tables in the same file.
SCHEMA = 1

T = TypeVar("T")


class Table(Generic[T]):
    """Dataclass instances by their key. `put` also after changing an instance: that is what saves it."""

    def __init__(self, store: Store, name: str, kind: Callable[..., T], key: Callable[[T], str]) -> None:
        self._store, self._name, self._key = store, name, key
        self._items: dict[str, T] = {}
        for document in store.documents(name):
            item = kind(**document)
            self._items[key(item)] = item

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._items.values()))

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: T) -> T:
        """Add or save `item`."""
        key = self._key(item)
        self._store.write(self._name, key, item)
        self._store.remember(self._items, key)
        self._items[key] = item
        return item

    def remove(self, key: str) -> T | None:
        """Take out what has this key; None when nothing has."""
        if key not in self._items:
            return None
        self._store.delete(self._name, key)
        self._store.remember(self._items, key)
        return self._items.pop(key)


class Store:
    """The tables of one cloud, in memory or in the SQLite file `path` (made readable by its owner only).

    Raises StateUnusable when the file is no SQLite file, is not writable, or is from a newer version.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._db: sqlite3.Connection | None = None
        self._depth = 0
        self._undo: list[tuple[dict[str, Any], str, Any]] = []
        if path is not None:
            self._db = self._open(path)

    def _open(self, path: Path) -> sqlite3.Connection:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            db = sqlite3.connect(path, isolation_level=None)
            # With a write-ahead log a commit survives the end of the process at once, without waiting for
            # the disk; only a power cut of the whole machine could lose the last ones (never corrupt them).
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(
                "CREATE TABLE IF NOT EXISTS particle_cloud"
                " (name TEXT, key TEXT, document TEXT NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID"
            )
            found = db.execute("SELECT document FROM particle_cloud WHERE name = 'schema'").fetchone()
        except (OSError, sqlite3.Error) as error:
            raise StateUnusable(
                f"the state file {path} can't be used: {error}. Give --state another file, or delete this one"
            ) from error
        if found is None:
            db.execute("INSERT INTO particle_cloud VALUES ('schema', '', ?)", (str(SCHEMA),))
        elif int(found[0]) > SCHEMA:
            db.close()
            raise StateUnusable(
                f"the state file {path} was written by a newer photonlink (format {found[0]}, this one knows"
                f" up to {SCHEMA}). Update photonlink, or give --state another file"
            )
        return db

    def table(self, name: str, kind: Callable[..., T], key: Callable[[T], str]) -> Table[T]:
        """The table `name` with everything that was saved in it."""
        return Table(self, name, kind, key)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is saved together, or (after an exception) none of it has happened."""
        self._depth += 1
        if self._depth == 1 and self._db is not None:
            self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            if self._depth == 1 and self._db is not None:
                self._db.execute("COMMIT")
        except BaseException:
            if self._depth == 1:
                self._roll_back()
            raise
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._undo.clear()

    def _roll_back(self) -> None:
        if self._db is not None and self._db.in_transaction:
            self._db.execute("ROLLBACK")
        for items, key, before in reversed(self._undo):
            if before is None:
                items.pop(key, None)
            else:
                items[key] = before

    def documents(self, name: str) -> list[dict[str, Any]]:
        """Every saved document of a table."""
        if self._db is None:
            return []
        rows = self._db.execute("SELECT document FROM particle_cloud WHERE name = ?", (name,))
        return [json.loads(document) for (document,) in rows]

    def write(self, name: str, key: str, item: Any) -> None:
        if self._db is not None:
            document = json.dumps(dataclasses.asdict(item))
            self._db.execute("INSERT OR REPLACE INTO particle_cloud VALUES (?, ?, ?)", (name, key, document))

    def delete(self, name: str, key: str) -> None:
        if self._db is not None:
            self._db.execute("DELETE FROM particle_cloud WHERE name = ? AND key = ?", (name, key))

    def remember(self, items: dict[str, Any], key: str) -> None:
        """Note what a transaction is about to replace."""
        if self._depth:
            self._undo.append((items, key, items.get(key)))

    def close(self) -> None:
        """Close the file; the tables can be read but no longer saved."""
        if self._db is not None:
            self._db.close()
            self._db = None
