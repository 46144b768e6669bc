"""Writes the doctor's pages, one a code: `python -m photonlink.doctor.pages [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from photonlink.doctor.check import Check, Step, all_checks

_STEPS = {
    Step.SETTINGS: "What was typed in",
    Step.LOGIN: "The login page",
    Step.TOKENS: "Tokens",
    Step.SKILL: "The skill and the Lambda",
    Step.DEVICES: "The Photon",
    Step.REPORTS: "Changes on their way to Alexa",
}


def page(check: Check) -> str:
    """One check's page in Markdown."""
    return (
        f"# {check.code}: {check.title}\n\n{check.explanation}\n\n"
        f"In a simulated house: `photonlink fault on {check.code}`, then `photonlink doctor`. "
        "All codes: [README.md](README.md).\n"
    )


def index() -> str:
    """The list of all codes, in the order in which the doctor looks."""
    lines = [
        "# What the doctor looks at",
        "",
        "Codes never change their meaning. `photonlink doctor explain CODE` prints the same pages.",
    ]
    step = None
    for check in all_checks():
        if check.step != step:
            step = check.step
            lines += ["", f"## {_STEPS[step]}", ""]
        lines.append(f"- [{check.code}]({check.code}.md) {check.title}")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """File names and their contents."""
    return {"README.md": index(), **{f"{check.code}.md": page(check) for check in all_checks()}}


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/doctor")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
