"""What a house remembers from one run to the next, beside Particle's cloud: in the same SQLite file, or nowhere.

Written through: a value is on disk when `put` returns.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any


class StateFileError(OSError):
    """The state file can't be used; the message says why and what to do."""


class HouseState:
    """Values by name: JSON objects, and bytes."""

    def __init__(self, path: Path | None) -> None:
        """`path`: an SQLite file, made readable by its owner only; None keeps values in memory. Raises StateFileError."""
        self._memory: dict[str, bytes] = {}
        self._db: sqlite3.Connection | None = None
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS house (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
            )
            self._memory = {
                name: bytes(value) for name, value in self._db.execute("SELECT name, value FROM house")
            }
        except (OSError, sqlite3.Error) as error:
            raise StateFileError(
                f"the state file {path} can't be used: {error}. Give --state another file, or delete this one"
            ) from error

    def get(self, name: str) -> dict[str, Any] | None:
        raw = self._memory.get(name)
        found: dict[str, Any] | None = json.loads(raw) if raw is not None else None
        return found

    def put(self, name: str, value: dict[str, Any]) -> None:
        self.put_bytes(name, json.dumps(value).encode())

    def get_bytes(self, name: str) -> bytes | None:
        return self._memory.get(name)

    def put_bytes(self, name: str, value: bytes) -> None:
        if self._db is not None and self._memory.get(name) != value:
            self._db.execute("INSERT OR REPLACE INTO house VALUES (?, ?)", (name, value))
        self._memory[name] = value

    def remove(self, name: str) -> None:
        if self._memory.pop(name, None) is not None and self._db is not None:
            self._db.execute("DELETE FROM house WHERE name = ?", (name,))

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
