"""All checks of one case, with consequences told from causes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, all_checks, find_check
from photonlink.doctor.verdict import Finding, NotKnown, Verdict


class Examination(NamedTuple):
    """The verdicts in the order of the path, and the code of the first step that fails."""

    verdicts: list[Verdict]
    first: str | None

    @property
    def problems(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.verdict == "problem"]

    def as_json(self) -> dict[str, object]:
        """As `photonlink doctor --json` prints it."""
        return {"verdicts": [verdict._asdict() for verdict in self.verdicts], "first": self.first}


def examine(case: Case, checks: Sequence[Check] | None = None) -> Examination:
    """Look at everything. A check that cannot see its facts says unknown; none stops the others."""
    chosen = all_checks() if checks is None else list(checks)
    findings = {check.code: _look(check, case) for check in chosen}
    verdicts = [_verdict(check, findings) for check in chosen]
    causes = (v.code for v in verdicts if v.verdict == "problem" and v.consequence_of is None)
    return Examination(verdicts, next(causes, None))


def mend(case: Case, found: Examination) -> list[str]:
    """Mend what can be mended of the problems that follow from no other; a line for each, also where it failed."""
    told = []
    for verdict in found.problems:
        cure = find_check(verdict.code).mend
        if cure is None or verdict.consequence_of is not None:
            continue
        try:
            told.append(f"{verdict.code}: {cure(case)}")
        except NotKnown as failed:
            told.append(f"{verdict.code}: not mended: {failed.reason}")
    return told


def _look(check: Check, case: Case) -> Finding:
    try:
        return check.look(case)
    except NotKnown as missing:
        return Finding("unknown", missing.reason, after=missing.after)


def _verdict(check: Check, findings: dict[str, Finding]) -> Verdict:
    found = findings[check.code]
    return Verdict(
        check.code, found.level, check.title, found.evidence, found.fix, _cause(check.code, findings, set())
    )


def _cause(code: str, findings: dict[str, Finding], seen: set[str]) -> str | None:
    """The problem that explains a finding, followed back to where it begins."""
    seen.add(code)
    for candidate in findings[code].after:
        found = findings.get(candidate)
        if candidate not in seen and found is not None and found.level == "problem":
            return _cause(candidate, findings, seen) or candidate
    return None
