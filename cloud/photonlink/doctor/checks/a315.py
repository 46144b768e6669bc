"""The skill does not serve the region, the language or the country of your Amazon account.

Your Amazon account has a home: a country, and with it one of Alexa's three regions. Alexa looks for an endpoint of the
skill in that region, for a locale of the skill in the account's language, and for the country in its distribution. If
one is missing she calls nothing at all, and says nothing about it. Where you are, and where the function was tested,
does not matter.

What you see: linking works, yet no devices are found and nothing is in the function's log, while a test in the AWS
console works; or the skill is not in the app; or "not eligible ... geographical restrictions".
"""

from __future__ import annotations

from photonlink.doctor.case import Case
from photonlink.doctor.check import Check, Step
from photonlink.doctor.function import AWS_REGIONS, Arn, endpoint_of_account, named
from photonlink.doctor.verdict import Finding, NotKnown, ok, problem


def look(case: Case) -> Finding:
    skill, amazon = case.given.skill, case.given.amazon
    judged = []
    if amazon.language is not None and skill.locales is not None:
        if amazon.language not in skill.locales:
            return problem(
                f"Your Amazon account speaks {amazon.language}, and the skill has {', '.join(skill.locales) or 'none'}.",
                f"Add the language {amazon.language} to the skill (developer console, Language settings), or set the "
                "account and the Echo to one that it has.",
            )
        judged.append(amazon.language)
    if amazon.country is not None and skill.countries is not None:
        if amazon.country not in skill.countries:
            return problem(
                f"Your Amazon account is at home in {amazon.country}, and the skill is for "
                f"{', '.join(skill.countries) or 'no country'}.",
                f"Add {amazon.country} to the skill's countries (developer console, Distribution > Availability).",
            )
        judged.append(amazon.country)
    if amazon.region in AWS_REGIONS and skill.endpoints:
        wrong = _endpoint(case, amazon.region)
        if wrong:
            return problem(
                wrong,
                f"Deploy the function in {AWS_REGIONS[amazon.region]} (`photonlink deploy render --region "
                f"{amazon.region}`) and enter its ARN for that region in the skill's endpoints.",
                after=("A301", "A302"),
            )
        judged.append(named(amazon.region))
    if not judged:
        raise NotKnown(
            "the account's country and language, or the skill's endpoints, locales and countries, are not given",
            after=("A302",),
        )
    return ok(f"the skill serves {', '.join(judged)}")


def _endpoint(case: Case, region: str) -> str:
    text = endpoint_of_account(case)
    arn = Arn.read(text or "")
    if arn is not None and arn.region == AWS_REGIONS[region]:
        return ""
    where = f"the skill's endpoint for it is in {arn.region}" if arn else "the skill has no endpoint for it"
    return (
        f"Your Amazon account is at home in {named(region)}, which calls {AWS_REGIONS[region]}, and {where}."
    )


CHECK = Check("A315", "the skill does not serve the account's region, language or country", Step.SKILL, look)
