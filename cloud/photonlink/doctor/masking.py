"""Secrets as the doctor shows them: enough to recognise, too little to use."""

from __future__ import annotations


def masked(secret: str) -> str:
    """The first four characters and the length, as in `1f3a… (40 characters)`; short ones not at all."""
    shown = f"{secret[:4]}…" if len(secret) >= 16 else "…"
    return f"{shown} ({len(secret)} characters)"
