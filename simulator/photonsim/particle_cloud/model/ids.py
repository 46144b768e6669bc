"""Identifiers and times in the forms that Particle's cloud uses."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def new_token() -> str:
    """40 hex digits: access and refresh tokens, codes, client secrets."""
    return secrets.token_hex(20)


def new_object_id() -> str:
    """24 hex digits: users, webhooks, binaries."""
    return secrets.token_hex(12)


def iso(moment: float) -> str:
    """Unix seconds as the cloud writes them: UTC with milliseconds and a Z."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
