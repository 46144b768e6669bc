"""What a check finds, and what the doctor makes of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["ok", "problem", "unknown"]


class Finding(NamedTuple):
    """What one check found. `after`: codes of which one, if it is a problem, explains this finding."""

    level: Level
    evidence: str = ""
    fix: str = ""
    after: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """A finding in the light of all others, as `photonlink doctor --json` prints it."""

    code: str
    verdict: Level
    title: str
    evidence: str
    fix: str
    consequence_of: str | None = None


class NotKnown(Exception):
    """A fact is missing. `after`: codes of the problems that would explain why."""

    def __init__(self, reason: str, after: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after


def ok(evidence: str = "") -> Finding:
    """Nothing is wrong here."""
    return Finding("ok", evidence)


def problem(evidence: str, fix: str, *, after: tuple[str, ...] = ()) -> Finding:
    """Something is wrong: what was seen, and what to do, in the user's words."""
    return Finding("problem", evidence, fix, after)


def unknown(evidence: str, *, after: tuple[str, ...] = (), fix: str = "") -> Finding:
    """It cannot be told from here: `evidence` says what is missing to know it, `fix` how to get at that."""
    return Finding("unknown", evidence, fix, after)
