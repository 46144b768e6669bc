"""The doctor's words for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from photonlink.doctor.check import Check
from photonlink.doctor.examination import Examination
from photonlink.doctor.verdict import Verdict

_STYLES = {"ok": "green", "problem": "bold red", "unknown": "yellow"}

#: Said when nothing is wrong and linking fails nevertheless: what no program can see from here.
_BEYOND = (
    "If linking fails all the same: link once in a computer's browser (the phone's in-app browser or a pop-up "
    "blocker can stop the login page); see that an Echo of this account is online; look whether Amazon, AWS Lambda "
    "or Particle report an outage."
)


def print_report(found: Examination, *, verbose: bool = False, console: Console | None = None) -> None:
    """Problems first to last along the path, then what is unknown, then the first step that fails."""
    out = console or Console(highlight=False)
    _each(out, (v for v in found.verdicts if v.verdict == "problem" and not v.consequence_of), _full)
    _each(out, (v for v in found.verdicts if v.verdict == "problem" and v.consequence_of), _full)
    if verbose:
        _each(out, (v for v in found.verdicts if v.verdict == "ok"), _brief)
        _each(out, (v for v in found.verdicts if v.verdict == "unknown"), _brief)
    counts = {
        level: sum(v.verdict == level for v in found.verdicts) for level in ("ok", "problem", "unknown")
    }
    out.print(
        f"{counts['problem']} problem{'s' * (counts['problem'] != 1)}, {counts['ok']} checks ok, "
        f"{counts['unknown']} unknown{'' if verbose else ' (-v lists them)'}."
    )
    if found.first is None:
        if not found.problems:
            out.print(_BEYOND, style="dim")
        return
    first = next(v for v in found.verdicts if v.code == found.first)
    out.print(Text.assemble("The first step that fails: ", (f"{first.code}", "bold"), f", {first.title}."))
    out.print(f"More: photonlink doctor explain {first.code}", style="dim")


def print_explanation(check: Check, console: Console | None = None) -> None:
    """A check's title and its long explanation."""
    out = console or Console(highlight=False)
    out.print(Text.assemble((check.code, "bold"), f"  {check.title}"))
    out.print()
    for paragraph in check.explanation.split("\n\n"):
        out.print(" ".join(paragraph.split()), markup=False)
        out.print()


def _each(out: Console, verdicts: Iterable[Verdict], show: Callable[[Console, Verdict], None]) -> None:
    for verdict in verdicts:
        show(out, verdict)


def _full(out: Console, verdict: Verdict) -> None:
    follows = f" (follows from {verdict.consequence_of})" if verdict.consequence_of else ""
    out.print(
        Text.assemble(
            (verdict.code, "bold"),
            " ",
            (verdict.verdict, _STYLES[verdict.verdict]),
            f"  {verdict.title}{follows}",
        )
    )
    for label, text in (("Seen:", verdict.evidence), ("Fix: ", verdict.fix)):
        if text:
            out.print(Padding(Text(f"{label} {text}"), (0, 0, 0, 5)))
    out.print()


def _brief(out: Console, verdict: Verdict) -> None:
    follows = f" (follows from {verdict.consequence_of})" if verdict.consequence_of else ""
    told = verdict.evidence or verdict.title
    out.print(
        Text.assemble(
            (verdict.code, "bold"), " ", (f"{verdict.verdict:<8}", _STYLES[verdict.verdict]), told, follows
        )
    )
