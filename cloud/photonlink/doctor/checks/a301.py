"""What stands in the skill as its endpoint is no Lambda function that Alexa may call.

The endpoint of a skill is the ARN of a Lambda function: arn:aws:lambda:us-east-1:123456789012:function:photonlink. The
ARN of a stack or of a role looks alike and is something else, and a blank pasted along spoils it. Alexa calls functions
in three regions of AWS only: us-east-1 for North and South America, eu-west-1 for Europe and India, us-west-2 for Japan
and Australia.

What you see: the developer console refuses the ARN, "Invalid ARN for ... region" or "not valid for any of the
supported regions".
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import AWS_REGIONS, Arn, named
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem

#: What `photonlink deploy render` writes while the AWS account is not known.
NO_ACCOUNT = "0" * 12


def look(case: Case) -> Finding:
    given = {region: arn for region, arn in (case.given.skill.endpoints or {}).items() if arn}
    if not given and case.given.function.arn:
        given = {"default": case.given.function.arn}
    if not given:
        raise NotKnown("the Lambda's ARN is not given", after=("A302",))
    for region, text in given.items():
        arn = Arn.read(text)
        if arn is None:
            return problem(f"The endpoint {region} is {text!r}, {_what(text)}.", _FIX)
        served = [AWS_REGIONS[region]] if region in AWS_REGIONS else sorted(AWS_REGIONS.values())
        if arn.region not in served:
            wanted = (
                f"Alexa calls {' or '.join(served)} for {named(region)}"
                if region in AWS_REGIONS
                else f"Alexa calls functions in {', '.join(served)} only"
            )
            return problem(f"The endpoint {region} is {text}, in {arn.region}; {wanted}.", _FIX)
        if arn.account == NO_ACCOUNT:
            raise NotKnown(f"the endpoint {region} has {NO_ACCOUNT} in place of your AWS account")
    return ok("; ".join(f"{region}: {text}" for region, text in given.items()))


def _what(text: str) -> str:
    if text != text.strip():
        return "with a blank that was pasted along"
    parts = text.split(":")
    if len(parts) > 2 and parts[0] == "arn" and parts[2] != "lambda":
        kinds = {"iam": "the ARN of a role", "cloudformation": "the ARN of a stack"}
        return kinds.get(parts[2], f"an ARN of {parts[2]}") + ", not of a function"
    return "which is no ARN of a Lambda function"


_FIX = (
    "Deploy the function in the region that serves your Alexa account (`photonlink deploy render --region na`, eu or fe), "
    "copy its Function ARN from the AWS console, and paste that into the skill's endpoint."
)


CHECK = Check("A301", "the skill's endpoint is no Lambda function that Alexa may call", Step.SKILL, look)
