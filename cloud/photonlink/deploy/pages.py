"""The pages that a skill's form asks for: privacy policy and terms of use, ready to be hosted."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template

from photonlink.deploy.plan import LOG_DAYS, Deployment

_PARTICLES_TOKEN = (
    "<li><strong>An access token for your Particle account.</strong> When you link, you log in at Particle and allow "
    "it. Particle then gives the token to Amazon, which sends it along with each of your requests. The skill uses it "
    "for that one request, to reach your Photons, and does not keep it.</li>"
)
_AMAZONS_TOKEN = (
    "<li><strong>An access token for your Amazon profile's id.</strong> When you link, you log in at Amazon and allow "
    "it; Amazon sends it along with each of your requests. The skill does not use it and does not keep it. The lights "
    "are those of whoever runs this skill, named at the end of this page.</li>"
)
_TAKE_BACK = "To take the token back at Particle as well, delete it in your Particle account; that works at once, wherever it is."
_KEPT_BY_SMALL = "<li>Beyond the request, nothing is kept: the skill has no database.</li>"
_KEPT_BY_FULL = (
    "<li><strong>A grant from Amazon</strong>, kept with the name of your Particle account, encrypted, so that the "
    "Alexa app shows what your lights do when you use a switch. It allows sending such reports to your Alexa "
    "account and nothing else.</li>"
)
_DELETE_SMALL = "There is nothing else to delete."
_DELETE_FULL = "The grant is deleted as soon as Amazon says that the skill is disabled; ask the person below to delete it sooner."


def pages(deployment: Deployment) -> dict[str, str]:
    """privacy.html and terms.html."""
    full = deployment.sends_events
    particle = deployment.provider == "particle"
    words = {
        "token": _PARTICLES_TOKEN if particle else _AMAZONS_TOKEN,
        "take_back": _TAKE_BACK if particle else "",
        "skill": escape(deployment.skill_name),
        "log_days": str(LOG_DAYS),
        "kept": _KEPT_BY_FULL if full else _KEPT_BY_SMALL,
        "how_to_delete": _DELETE_FULL if full else _DELETE_SMALL,
        "contact": escape(deployment.contact or "Write here who runs this skill, and how to reach you."),
    }
    folder = files("photonlink.deploy") / "templates"
    return {
        name: Template((folder / name).read_text(encoding="utf-8")).substitute(words)
        for name in ("privacy.html", "terms.html")
    }
