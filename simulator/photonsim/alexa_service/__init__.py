"""Alexa, as a skill sees it: linking, directives, reports, and what it says. Strict, so that what passes here passes there."""

from photonsim.alexa_service.model import Answer, Endpoint, Exchange, LinkResult, SkillConfig
from photonsim.alexa_service.service import AlexaService

__all__ = ["AlexaService", "Answer", "Endpoint", "Exchange", "LinkResult", "SkillConfig"]
