"""What a language has to say: the custom skill's words, apart from its behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Texts(NamedTuple):
    """Sentences with placeholders in braces, colours by their spoken names, and words that a name may go without."""

    welcome: str
    help: str
    again: str
    bye: str
    link: str
    not_for_us: str
    not_understood: str
    no_lights: str
    list_lights: str
    unknown_light: str
    several_lights: str
    which_light: str
    which_percent: str
    which_color: str
    which_event: str
    done_on: str
    done_off: str
    done_level: str
    done_color: str
    is_on: str
    is_off: str
    is_at: str
    published: str
    bad_event: str
    #: By the name of our exception's class.
    errors: Mapping[str, str]
    failed: str
    #: Hue in degrees, saturation and value in percent.
    colors: Mapping[str, tuple[int, int, int]]
    fillers: frozenset[str]
