"""The account's data operations are used up.

Each event, each function call and each variable read counts; the free plan has 100,000 a month for the whole account.
One event a second would spend that in 28 hours. What uses it up is a loop between event and call, a sketch that
publishes all the time, or a program that polls variables.

What you see: everything stops for the rest of the month, with every device online.
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    body = case.particle("the account's data operations", "/v1/user").body
    usage = body.get("data_operations") if isinstance(body, dict) else None
    if not isinstance(usage, dict) or not isinstance(usage.get("used"), int):
        raise NotKnown(
            "the cloud does not tell how many data operations are used; the console's Usage page does"
        )
    used, limit = usage["used"], usage.get("limit")
    devices = usage.get("devices")
    most = max(devices.items(), key=lambda item: item[1], default=None) if isinstance(devices, dict) else None
    told = f"{used} of {limit} this month" + (f", most by {most[0]} ({most[1]})" if most else "")
    if not isinstance(limit, int) or used < limit:
        return ok(told)
    return problem(
        f"The data operations are used up: {told}.",
        "Find what publishes or polls all the time and stop it; the count begins anew next month, or with a paid plan.",
    )


CHECK = Check("D518", "the data operations of the account are used up", Step.DEVICES, look)
