"""L116: the messaging pair stands in the skill's linking form."""

from __future__ import annotations

from photonsim.faults._console import ConsoleEntries

FAULT = ConsoleEntries(
    "L116",
    "Alexa's messaging client id and secret stand in the linking form",
    skill=lambda house: {
        "client_id": house.alexa.skill.messaging_client_id,
        "client_secret": house.alexa.skill.messaging_client_secret,
    },
    breaks_linking=True,
)
