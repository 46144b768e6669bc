"""One light in the answer to a discovery breaks the rules, and Alexa drops all of them.

A discovery is answered with one list, and Alexa takes it as a whole or not at all. One id that is there twice or has a
forbidden character, one empty description or one misspelt member is enough, and all lights are gone.

What you see: "no devices found", or all lights vanish after one was added, while the function's log looks right. The
doctor asks the function for its lights and names the one that does not fit.
"""

from __future__ import annotations

from photonlink.doctor.case import FUNCTION_CODES, TOKEN_CODES, Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.messages import endpoint_breaches
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    if not case.endpoints:
        raise NotKnown(
            "the function finds no light", after=(*TOKEN_CODES, *FUNCTION_CODES, "D501", "D502", "D503")
        )
    wrong = endpoint_breaches(case.endpoints)
    if wrong:
        return problem(
            f"The answer to Discover breaks the rules: {wrong[0]}"
            f"{f', and {len(wrong) - 1} more' if len(wrong) > 1 else ''}.",
            "Mend that light: rename it on the Photon, or deploy photonlink's own handler (`photonlink deploy package`). "
            'Then say "Alexa, discover devices".',
        )
    return ok(f"{len(case.endpoints)} lights, each as the schema demands")


CHECK = Check("A316", "a light in the answer to a discovery breaks the rules", Step.SKILL, look)
