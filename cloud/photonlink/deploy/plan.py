"""What is to be deployed, checked before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from photonlink.deploy.models import languages
from photonlink.deploy.regions import LOCALES_OF_OTHER_LANGUAGES, REGIONS, Region

Profile = Literal["small", "full"]
#: Whose login page people see when they link.
Provider = Literal["particle", "amazon"]

SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: AWS's "Lambda function name" without its prefix, as far as it also fits roles and tables.
_FUNCTION_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}")
_AWS_ACCOUNT = re.compile(r"[0-9]{12}")

HANDLER = "photonlink.aws.handler"
WEBHOOK_HANDLER = "photonlink.aws.webhook_handler"
#: In support until June 2029 (AWS's page "Lambda runtimes"); the zip is pure Python and runs on any from 3.11.
RUNTIME = "python3.13"
#: Alexa waits 8 s (Amazon's page "Alexa.Response"); a later answer is lost.
TIMEOUT_S = 8
#: Lambda gives processor time by memory; at 512 MB the handler's imports take well under a second.
MEMORY_MB = 512
LOG_DAYS = 14
PARTICLE_API = "https://api.particle.io"
#: Login with Amazon: its two URIs, and a scope that shows the least of a profile (Amazon's page "Customer Profile").
AMAZON_AUTHORIZATION = "https://www.amazon.com/ap/oa"
AMAZON_TOKEN = "https://api.amazon.com/auth/o2/token"
AMAZON_SCOPE = "profile:user_id"
#: Where a privacy page stands until its own address is known; example.com is reserved for this (RFC 2606).
UNHOSTED = "https://example.com/photonlink"


class DeploymentError(ValueError):
    """The deployment makes no sense as asked for; the text says what was expected."""


@dataclass(frozen=True)
class Deployment:
    """A skill and its function in one of Alexa's regions.

    `pages_url` is where privacy.html and terms.html will be found, without a trailing slash. `skill_id`,
    `client_id` and `aws_account` are empty as long as they are not known. With the provider "amazon" everybody who
    links controls one Particle account, whose token the function has; `shared` says that this is meant.
    """

    region: Region
    profile: Profile = "small"
    locales: tuple[str, ...] = ()
    skill_id: str = ""
    client_id: str = ""
    aws_account: str = ""
    function_name: str = "photonlink"
    skill_name: str = "Photon lights"
    pages_url: str = UNHOSTED
    contact: str = ""
    particle_api: str = PARTICLE_API
    provider: Provider = "particle"
    shared: bool = False

    def __post_init__(self) -> None:
        """Raises DeploymentError."""
        if self.skill_id and not SKILL_ID.fullmatch(self.skill_id):
            raise DeploymentError(
                f"the skill id is {self.skill_id!r}; expected amzn1.ask.skill. and 36 small hex digits and dashes, as "
                "the Alexa developer console shows it under the skill's name ('Copy Skill ID')."
            )
        if not _FUNCTION_NAME.fullmatch(self.function_name):
            raise DeploymentError(
                f"the function's name is {self.function_name!r}; expected a letter, then up to 39 letters, digits or dashes."
            )
        if self.aws_account and not _AWS_ACCOUNT.fullmatch(self.aws_account):
            raise DeploymentError(f"the AWS account is {self.aws_account!r}; expected its 12 digits.")
        for name, url in (("pages", self.pages_url), ("Particle's cloud", self.particle_api)):
            parts = urlsplit(url)
            if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
                raise DeploymentError(f"the address of {name} is {url!r}; expected a URL such as {UNHOSTED}.")
        if self.provider == "amazon" and not self.shared:
            raise DeploymentError(
                "with Login with Amazon, everybody who links the skill controls all devices of one Particle account, and "
                "nobody is asked to log in at Particle. If that is what you want, add "
                "--everyone-who-links-controls-my-devices."
            )
        for locale in self.locales:
            if locale not in self.served_locales:
                raise DeploymentError(_wrong_locale(locale, self.region))

    @property
    def served_locales(self) -> tuple[str, ...]:
        """All locales that the region serves."""
        return (*self.region.locales, *LOCALES_OF_OTHER_LANGUAGES[self.region.name])

    @property
    def skill_locales(self) -> tuple[str, ...]:
        """The locales asked for, or the region's English ones."""
        return self.locales or tuple(self.region.locales)

    @property
    def custom(self) -> bool:
        """Whether the skill also has the custom model: every locale of it needs an interaction model."""
        return all(locale.partition("-")[0] in languages() for locale in self.skill_locales)

    @property
    def sends_events(self) -> bool:
        """Whether Alexa is told of changes that she did not ask for."""
        return self.profile == "full"

    @property
    def function_arn(self) -> str:
        """The function's ARN; with a placeholder while the AWS account is not known."""
        account = self.aws_account or "000000000000"
        return f"arn:aws:lambda:{self.region.aws}:{account}:function:{self.function_name}"

    @property
    def stack_name(self) -> str:
        """The name of the stack: one for each function and region."""
        return f"{self.function_name}-{self.region.name}"

    @property
    def authorization_uri(self) -> str:
        return AMAZON_AUTHORIZATION if self.provider == "amazon" else f"{self.particle_api}/oauth/authorize"

    @property
    def access_token_uri(self) -> str:
        return AMAZON_TOKEN if self.provider == "amazon" else f"{self.particle_api}/oauth/token"

    @property
    def scope(self) -> str:
        """What goes into the Scope field; a Particle client without a scope needs none."""
        return AMAZON_SCOPE if self.provider == "amazon" else ""

    @property
    def privacy_url(self) -> str:
        return f"{self.pages_url}/privacy.html"

    @property
    def terms_url(self) -> str:
        return f"{self.pages_url}/terms.html"


def _wrong_locale(locale: str, region: Region) -> str:
    for other in REGIONS.values():
        if locale in (*other.locales, *LOCALES_OF_OTHER_LANGUAGES[other.name]):
            return f"the locale {locale} is served from {other.title}: render it with --region {other.name}."
    known = (*region.locales, *LOCALES_OF_OTHER_LANGUAGES[region.name])
    return f"the locale {locale!r} is none of Alexa's in {region.title}: {', '.join(known)}."
