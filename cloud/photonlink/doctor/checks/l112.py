"""The code was used twice, or too late.

The code that comes back from the login is good for one exchange, and for a short time (about half a minute). Whoever
tries it by hand with curl first has used it up: Alexa's exchange is then refused, or the other way round.

What you see: the login works, then "linking was unsuccessful": the token endpoint says invalid_grant "Invalid code"
or "Code has expired".
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    seen = case.given.linking
    error = seen.token_error or ""
    if (seen.code_uses or 0) > 1:
        return problem(f"The code was posted {seen.code_uses:.0f} times; it works once.", _FIX)
    if "Code has expired" in error:
        age = f" {seen.code_age:.0f} s after the login" if seen.code_age is not None else ""
        return problem(f"The code was exchanged{age}, and had expired.", _FIX)
    if "Invalid code" in error:
        return problem(
            "The token endpoint did not know the code: it had been used, or is another client's.", _FIX
        )
    if seen.token_status == 200:
        return ok("the last code was exchanged once, in time")
    raise NotKnown(
        "no exchange of a code has been seen", after=("L101", "L102", "L104", "L105", "L108", "L109")
    )


_FIX = (
    "Link again from the start, and let Alexa do the exchange: a code that was tried by hand is used up. If it happens "
    "each time, look for what holds the token request up (a proxy, a slow provider)."
)


CHECK = Check("L112", "the authorization code was used twice, or too late", Step.TOKENS, look)
