"""What Alexa makes of the consoles' entries: what they refuse, who sees the skill, which region calls its function.

Sources: Amazon's pages "Skill Manifest Schema", "Steps to Build a Smart Home Skill" (AWS regions by locale) and
"Test Your Smart Home Skill"; the console's sentences as users report them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from photonsim.consoles import AWS_REGIONS, AmazonSettings, SkillSettings

_ARN = re.compile(r"arn:aws:lambda:(?P<region>[a-z0-9-]+):\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9-_$]+)?")


class Consoles(NamedTuple):
    """The skill's settings, the account that uses it, and the ARN of the function as AWS has it."""

    manifest: SkillSettings
    amazon: AmazonSettings
    function: str

    @property
    def endpoint(self) -> str | None:
        """The ARN that the account's region calls."""
        endpoints = self.manifest.endpoints
        return endpoints.get(self.amazon.region) or endpoints.get("default")

    @property
    def refused_on_saving(self) -> str | None:
        """What the developer console says when the skill is saved; None: it is taken."""
        if not any(self.manifest.endpoints.values()):
            return "Please select a default endpoint. The skill is not ready for enablement."
        for region, arn in self.manifest.endpoints.items():
            found = _ARN.fullmatch(arn)
            served = set(AWS_REGIONS.values()) if region == "default" else {AWS_REGIONS.get(region)}
            if found is None or found["region"] not in served:
                return (
                    f"Invalid ARN for {region} region: {arn!r} is not valid for any of the supported regions."
                )
        return None

    @property
    def refused_on_submission(self) -> str | None:
        """What certification says; None: nothing of what it looks at here is wrong."""
        if not self.manifest.privacy_policy_url:
            return "Please provide a privacy policy URL."
        return self.refused_on_saving

    @property
    def hidden(self) -> str | None:
        """Why the account's app does not show the skill; None: it does."""
        manifest, amazon = self.manifest, self.amazon
        if manifest.stage == "development" and amazon.email != manifest.developer_email:
            return (
                f"the skill is not in the app: it is in development, and the account {amazon.email} is not the "
                f"developer's"
            )
        return None

    @property
    def not_called(self) -> str | None:
        """Why Alexa calls nothing for this account, without a word; None: she calls the function."""
        manifest, amazon = self.manifest, self.amazon
        if amazon.language not in manifest.locales:
            return f"the skill has no locale for {amazon.language}"
        if amazon.country not in manifest.countries:
            return f"the skill is not distributed in {amazon.country}"
        endpoint = self.endpoint
        found = _ARN.fullmatch(endpoint or "")
        if found is None or found["region"] != AWS_REGIONS[amazon.region]:
            return f"the skill has no endpoint for the region {amazon.region}"
        if ":".join((endpoint or "").split(":")[:7]) != self.function:
            return f"there is no function {endpoint}"
        return None
