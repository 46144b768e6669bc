"""What tests of the doctor share."""

from __future__ import annotations

from photonlink.doctor import Examination


def causes(found: Examination) -> list[str]:
    """The codes of the problems that follow from no other."""
    return [verdict.code for verdict in found.problems if verdict.consequence_of is None]
