"""What is kept in the state file: everything that was acknowledged, whenever the process is killed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from photonsim.particle_cloud import CloudSettings
from photonsim.particle_cloud.exceptions import StateUnusable
from photonsim.particle_cloud.model.store import SCHEMA, Store

from .conftest import BASE, CHEAP, DEVICE, PASSWORD, USER, Bench


def make(path: Path) -> Bench:
    return Bench(CloudSettings(base_url=BASE, state=path, password_cost=CHEAP))


def test_accounts_clients_tokens_names_and_webhooks_survive(tmp_path: Path) -> None:
    path = tmp_path / "house.state"
    first = make(path)
    client = first.cloud.create_client(USER, "Alexa", "web", "https://example.com")

    async def fill() -> dict[str, str]:
        await first.send("PUT", f"/v1/devices/{DEVICE}", json={"name": "hall"})
        await first.send("POST", "/v1/webhooks", json={"event": "temp", "url": "https://example.com"})
        form = {"grant_type": "password", "username": USER, "password": PASSWORD}
        answer = await first.send(
            "POST", "/oauth/token", token=None, data=form, auth=("particle", "particle")
        )
        issued: dict[str, str] = answer.json()
        return issued

    issued = first.run(fill())
    # No close(): the process is gone.
    second = make(path)

    async def look() -> list[httpx2.Response]:
        form = {"grant_type": "refresh_token", "refresh_token": issued["refresh_token"]}
        return [
            await second.send("GET", "/v1/devices", token=issued["access_token"]),
            await second.send("GET", "/v1/clients", token=first.token),
            await second.send("GET", "/v1/webhooks"),
            await second.send("POST", "/oauth/token", token=None, data=form, auth=("particle", "particle")),
        ]

    devices, clients, hooks, refreshed = second.run(look())
    assert [device["name"] for device in devices.json()] == ["hall"]
    assert [shown["id"] for shown in clients.json()["clients"]] == [client.id]
    assert [hook["event"] for hook in hooks.json()] == ["temp"]
    assert refreshed.status_code == 200


def test_a_used_refresh_token_stays_used(tmp_path: Path) -> None:
    path = tmp_path / "house.state"
    first = make(path)
    form = {"grant_type": "refresh_token"}

    async def use() -> str:
        login = {"grant_type": "password", "username": USER, "password": PASSWORD}
        auth = ("particle", "particle")
        issued = (await first.send("POST", "/oauth/token", token=None, data=login, auth=auth)).json()
        again = {**form, "refresh_token": issued["refresh_token"]}
        await first.send("POST", "/oauth/token", token=None, data=again, auth=auth)
        return str(issued["refresh_token"])

    used = first.run(use())
    second = make(path)
    answer = second.run(
        second.send(
            "POST",
            "/oauth/token",
            token=None,
            data={**form, "refresh_token": used},
            auth=("particle", "particle"),
        )
    )
    assert answer.json()["error_description"] == "Invalid refresh token"


def test_passwords_are_stored_hashed_and_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "house.state"
    make(path).cloud.close()
    assert PASSWORD.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_data_operations_are_saved_when_the_cloud_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "house.state"
    first = make(path)
    first.online()
    first.run(first.send("POST", f"/v1/devices/{DEVICE}/toggle", json={}))
    first.cloud.close()
    second = make(path)
    assert second.run(second.send("GET", "/v1/user")).json()["data_operations"]["used"] == 1


@dataclass
class Note:
    key: str
    text: str


def test_a_transaction_happens_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "house.state"
    store = Store(path)
    notes = store.table("notes", Note, key=lambda note: note.key)
    notes.put(Note("a", "old"))

    def interrupted() -> None:
        with store.transaction():
            notes.put(Note("a", "new"))
            notes.put(Note("b", "new"))
            notes.remove("a")
            raise RuntimeError("killed in between")

    with pytest.raises(RuntimeError):
        interrupted()
    assert [(note.key, note.text) for note in notes] == [("a", "old")]
    again = Store(path).table("notes", Note, key=lambda note: note.key)
    assert [(note.key, note.text) for note in again] == [("a", "old")]


@pytest.mark.parametrize("content", [b"this is no database" * 100, None])
def test_a_state_file_that_cannot_be_used_says_so_and_what_to_do(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "house.state"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(StateUnusable, match="--state"):
        Store(path)


def test_a_state_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "house.state"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE particle_cloud SET document = ? WHERE name = 'schema'", (str(SCHEMA + 1),))
    with pytest.raises(StateUnusable, match="newer photonlink"):
        Store(path)


WRITER = textwrap.dedent(
    """
    import sys
    from dataclasses import dataclass
    from pathlib import Path
    from photonsim.particle_cloud.model.store import Store

    @dataclass
    class Note:
        key: str
        text: str

    store = Store(Path(sys.argv[1]))
    notes = store.table("notes", Note, key=lambda note: note.key)
    number = 0
    while True:
        number += 1
        with store.transaction():
            notes.put(Note(f"left {number}", "x" * 500))
            notes.put(Note(f"right {number}", "x" * 500))
        print(number, flush=True)
    """
)


@pytest.mark.slow
@pytest.mark.parametrize("acknowledged", [1, 50, 400])
def test_kill_9_while_writing_loses_nothing_that_was_acknowledged(tmp_path: Path, acknowledged: int) -> None:
    path = tmp_path / "house.state"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    last = 0
    for line in writer.stdout:
        last = int(line)
        if last >= acknowledged:
            break
    os.kill(writer.pid, signal.SIGKILL)
    last = max([last, *(int(line) for line in writer.stdout if line.endswith("\n"))])
    writer.wait()
    documents = Store(path).documents("notes")
    keys = {json.loads(json.dumps(document))["key"] for document in documents}
    for number in range(1, last + 1):
        assert {f"left {number}", f"right {number}"} <= keys
    halves = {key.split()[1] for key in keys}
    assert len(keys) == 2 * len(halves)
