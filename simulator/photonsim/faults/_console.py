"""Faults that are a wrong entry in a console: what several of these modules are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photonsim.house import House

Entries = Callable[["House"], Mapping[str, Any]]


def _nothing(house: House) -> Mapping[str, Any]:
    del house
    return {}


@dataclass
class ConsoleEntries:
    """Puts wrong entries into the consoles, and the right ones back.

    `skill`, `manifest`, `amazon` and `function` give the fields to replace of a house's SkillConfig, SkillSettings,
    AmazonSettings and FunctionSettings; `environment` variables of the Lambda to set, or to take out with None.
    `breaks_linking`: Alexa's account must be linked anew, as somebody does who has just typed these entries in.
    """

    name: str
    summary: str
    skill: Entries = _nothing
    manifest: Entries = _nothing
    amazon: Entries = _nothing
    function: Entries = _nothing
    environment: Entries = _nothing
    breaks_linking: bool = False
    _right: dict[str, Any] = field(default_factory=dict, init=False)

    async def on(self, house: House) -> None:
        self._right = {
            "skill": house.alexa.skill,
            "manifest": house.manifest,
            "amazon": house.amazon,
            "function": house.function,
            "environment": house.lambda_.environment(),
        }
        house.manifest = replace(house.manifest, **self.manifest(house))
        house.amazon = replace(house.amazon, **self.amazon(house))
        house.function = replace(house.function, **self.function(house))
        wrong = self.environment(house)
        if wrong:
            variables = {**house.lambda_.environment(), **wrong}
            house.lambda_.set_environment({k: v for k, v in variables.items() if v is not None})
        house.alexa.configure(replace(house.alexa.skill, **self.skill(house)))
        if self.breaks_linking:
            await house.alexa.unlink()
            await house.link()

    async def off(self, house: House) -> None:
        house.manifest, house.amazon = self._right["manifest"], self._right["amazon"]
        house.function = self._right["function"]
        if house.lambda_.environment() != self._right["environment"]:
            house.lambda_.set_environment(self._right["environment"])
        house.alexa.configure(self._right["skill"])
        if self.breaks_linking:
            await house.link()
