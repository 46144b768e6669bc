"""A house described in a TOML file (docs/simulator.md)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class HouseFileError(ValueError):
    """The file describes no house; the message says where and what was expected."""


@dataclass(frozen=True)
class DeviceEntry:
    """One `[[device]]`: `firmware` is a project or sketch, None for photon-lights."""

    name: str
    firmware: Path | None = None
    device_id: str | None = None
    system_version: str = "2.3.1"


@dataclass(frozen=True)
class HouseFile:
    """What a house file says; what it doesn't say keeps its default."""

    devices: list[DeviceEntry] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    virtual_time: bool = False
    link: bool = True
    environment: dict[str, str] = field(default_factory=dict)


def read_house_file(path: Path) -> HouseFile:
    """Raises HouseFileError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise HouseFileError(f"the house file {path} can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HouseFileError(f"{path} is no TOML file: {error}") from error
    known = {"device", "groups", "faults", "virtual_time", "link", "environment"}
    if unknown := set(content) - known:
        raise HouseFileError(
            f"{path}: {sorted(unknown)[0]!r} is not known. Known are: {', '.join(sorted(known))}"
        )
    return HouseFile(
        devices=[
            _device(entry, path, number)
            for number, entry in enumerate(_list(content, "device", dict, path), 1)
        ],
        groups={
            name: _texts(names, path, f"groups.{name}")
            for name, names in _table(content, "groups", path).items()
        },
        faults=_list(content, "faults", str, path),
        virtual_time=_flag(content, "virtual_time", False, path),
        link=_flag(content, "link", True, path),
        environment={
            name: _text(value, path, f"environment.{name}")
            for name, value in _table(content, "environment", path).items()
        },
    )


def _device(entry: dict[str, Any], path: Path, number: int) -> DeviceEntry:
    where = f"{path}: device {number}"
    known = {"name", "firmware", "id", "system_version"}
    if unknown := set(entry) - known:
        raise HouseFileError(
            f"{where}: {sorted(unknown)[0]!r} is not known. Known are: {', '.join(sorted(known))}"
        )
    for key, value in entry.items():
        if not isinstance(value, str) or not value:
            raise HouseFileError(f"{where}: {key} is a text")
    device_id = entry.get("id")
    if device_id is not None and (len(device_id) != 24 or not set(device_id) <= set("0123456789abcdef")):
        raise HouseFileError(f"{where}: id is {device_id!r}, expected 24 small hex digits")
    version = entry.get("system_version", "2.3.1")
    if version not in ("2.3.1", "3.3.1"):
        raise HouseFileError(f"{where}: system_version is {version!r}, expected 2.3.1 or 3.3.1")
    firmware = entry.get("firmware")
    return DeviceEntry(
        entry.get("name", "photon" if number == 1 else f"photon-{number}"),
        path.parent / firmware if firmware is not None else None,
        device_id,
        version,
    )


def _list(content: dict[str, Any], name: str, kind: type, path: Path) -> list[Any]:
    value = content.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
        raise HouseFileError(f"{path}: {name} is a list of {'tables' if kind is dict else 'texts'}")
    return value


def _table(content: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    value = content.get(name, {})
    if not isinstance(value, dict):
        raise HouseFileError(f"{path}: {name} is a table")
    return value


def _text(value: Any, path: Path, where: str) -> str:
    if not isinstance(value, str):
        raise HouseFileError(f"{path}: {where} is a text")
    return value


def _texts(value: Any, path: Path, where: str) -> list[str]:
    return _list({where: value}, where, str, path)


def _flag(content: dict[str, Any], name: str, default: bool, path: Path) -> bool:
    value = content.get(name, default)
    if not isinstance(value, bool):
        raise HouseFileError(f"{path}: {name} is true or false")
    return value
