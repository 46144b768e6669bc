"""What people paste, judged: each function returns a complaint in their words, or an empty text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from photonlink.deploy.plan import SKILL_ID
from photonlink.deploy.regions import Region, region_of_redirect_uri
from photonlink.doctor.masking import masked

_PATH = re.compile(r"/api/skill/link/[A-Za-z0-9]+")


def cleaned(text: str) -> str:
    """Without the blanks and quotes that come along when something is copied."""
    return text.strip().strip("\"'`").strip()


def complaint_about_redirect_uri(public: str, region: Region) -> str:
    """`public` is the redirect URI as the world outside knows it."""
    wanted = f"https://{region.host}/api/skill/link/ and your vendor id"
    if "?" in public:
        return (
            "That is the old form with a query: Particle appends its answer as text, and Alexa could not read it. Take "
            f"the one that begins with {wanted}."
        )
    other = region_of_redirect_uri(public)
    if other is not None and other != region:
        return f"That one is for {other.title}; for {region.title} it begins with https://{region.host}/."
    if other is None:
        return f"Alexa uses no such address. For {region.title} it is {wanted}."
    if not _PATH.fullmatch(urlsplit(public).path):
        return f"Copy it whole, and nothing more: {wanted}, which is letters and digits."
    return ""


def complaint_about_skill_id(text: str) -> str:
    """The form of a skill's id."""
    if SKILL_ID.fullmatch(text):
        return ""
    return (
        "A skill's id is amzn1.ask.skill. and 36 small hex digits and dashes: 'Copy Skill ID' under its name."
    )


def complaint_about_field(field: str, wanted: str, pasted: str, *, secret: bool = False) -> str:
    """Whether a field of the console holds what it should."""
    if pasted == wanted:
        return ""
    if secret:
        return f"{field} holds {masked(pasted)}, and should hold {masked(wanted)}: {_difference(wanted, pasted)}."
    return f"{field} holds {pasted}\n  and should hold {wanted}\n  ({_difference(wanted, pasted)})."


def _difference(wanted: str, pasted: str) -> str:
    if len(pasted) < len(wanted) and (wanted.startswith(pasted) or wanted.endswith(pasted)):
        return f"{len(wanted) - len(pasted)} characters are cut off"
    if len(pasted) > len(wanted) and wanted in pasted:
        return "there is something beside it"
    if pasted.lower() == wanted.lower():
        return "capitals and small letters differ"
    return "it is something else"
