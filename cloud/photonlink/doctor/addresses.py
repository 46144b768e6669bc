"""Addresses as people type them: taken apart without complaint."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit


class Address(NamedTuple):
    """Parts of a URL, empty (or None) where it has none or is no URL at all; the host in small letters."""

    scheme: str = ""
    host: str = ""
    port: int | None = None
    path: str = ""
    query: str = ""


def address(url: str) -> Address:
    """The parts of whatever somebody typed."""
    try:
        parts = urlsplit(url)
        return Address(parts.scheme, parts.hostname or "", parts.port, parts.path, parts.query)
    except ValueError:
        return Address()
