"""What an intent is, and what its answer is made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from photonlink.alexa.custom_skill.reply import Reply
from photonlink.alexa.custom_skill.request import Request
from photonlink.alexa.custom_skill.texts import Texts
from photonlink.clock import Deadline
from photonlink.lights.commands import Command, ReadState
from photonlink.lights.state import LightRefused, LightState, StateError
from photonlink.operations import FoundLight, Lights
from photonlink.particle.errors import ParticleError, TokenRefused


class Ask(Exception):
    """The intent needs something that was not said: the reply asks for it."""


class Session:
    """One request with everything that an intent needs to answer it."""

    def __init__(self, request: Request, texts: Texts, lights: Lights, deadline: Deadline) -> None:
        self.request, self.texts, self.lights, self.deadline = request, texts, lights, deadline

    def slot(self, name: str, question: str) -> str:
        """What was said in a slot. Raises Ask with the question if nothing was."""
        value = self.request.slots.get(name, "").strip()
        if not value:
            raise Ask(question)
        return value

    def all_lights(self) -> list[FoundLight]:
        """All lights of the account."""
        return self.lights.discover(self.request.token, self.deadline)

    def light(self) -> FoundLight:
        """The light that was named. Raises Ask if none or several fit."""
        spoken = self.slot("light", self.texts.which_light)
        fitting = _fitting(spoken, self.all_lights(), self.texts.fillers)
        if not fitting:
            raise Ask(self.texts.unknown_light.format(name=spoken))
        if len(fitting) > 1:
            names = ", ".join(each.light.name for each in fitting)
            raise Ask(self.texts.several_lights.format(name=spoken, lights=names))
        return fitting[0]

    def tell(self, found: FoundLight, command: Command | ReadState) -> LightState:
        """Tell or ask a light. Raises Failed with what to say."""
        try:
            return self.lights.control(self.request.token, found.address, command, self.deadline).state
        except TokenRefused:
            raise
        except (ParticleError, LightRefused, StateError) as error:
            raise Failed(self.texts, error, found.light.name) from error


class Failed(Exception):
    """Something that the user has to hear; the text is a sentence in his language."""

    def __init__(self, texts: Texts, cause: Exception, light: str = "") -> None:
        sentences = (texts.errors.get(kind.__name__) for kind in type(cause).__mro__)
        super().__init__((next(filter(None, sentences), None) or texts.failed).format(light=light))


Answer = Callable[[Session], Reply]
#: What a module of intents holds: answers by the intents' names.
Intents = Mapping[str, Answer]


def _fitting(spoken: str, lights: list[FoundLight], fillers: frozenset[str]) -> list[FoundLight]:
    """The lights of exactly that name; else those that have all words of it, but for fillers."""
    words = spoken.lower().split()
    exact = [each for each in lights if each.light.name.lower().split() == words]
    wanted = set(words) - fillers
    if exact or not wanted:
        return exact
    return [each for each in lights if wanted <= set(each.light.name.lower().split())]
