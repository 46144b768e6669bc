"""What a capability of a light is, towards Alexa."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from photonlink.alexa.payload import Json, Payload
from photonlink.alexa.v3.message import Property
from photonlink.lights.commands import Command
from photonlink.lights.light import Light
from photonlink.lights.state import LightState


class Capability(ABC):
    """One interface of Alexa's: what it declares, what it reports, what it takes."""

    #: Such as "Alexa.PowerController".
    interface: str
    #: The names of its properties.
    properties: tuple[str, ...]
    #: The firmware's word for what it controls, in commands and events; empty if it controls nothing.
    word: str

    @abstractmethod
    def fits(self, light: Light) -> bool:
        """Whether the light has it."""

    @abstractmethod
    def values(self, state: LightState) -> Mapping[str, object]:
        """The values of those of its properties that a light in this state has."""

    def directives(self) -> Mapping[str, Callable[[Payload], Command]]:
        """Its directives by name: what each payload wishes of the light. These functions raise Malformed and OutOfRange."""
        return {}

    def declare(self, proactively: bool) -> Json:
        """Its entry in discovery; `proactively`: whether changes are reported without being asked."""
        return {
            "type": "AlexaInterface",
            "interface": self.interface,
            "version": "3",
            "properties": {
                "supported": [{"name": name} for name in self.properties],
                # Devices tell of what can be controlled; that they have gone silent, they cannot.
                "proactivelyReported": proactively and bool(self.word),
                "retrievable": True,
            },
        }

    def report(self, state: LightState) -> list[Property]:
        """Its part of a report."""
        return [Property(self.interface, name, value) for name, value in self.values(state).items()]
