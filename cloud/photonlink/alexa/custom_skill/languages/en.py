"""English."""

from __future__ import annotations

from photonlink.alexa.custom_skill.texts import Texts

TEXTS = Texts(
    welcome="Your lights are listening. Say, for example: set the kitchen light to 40 percent.",
    help=(
        "You can switch a light on or off, set its brightness or colour, ask how it is, list your lights, or publish "
        "an event to your devices. What would you like?"
    ),
    again="What would you like?",
    bye="Bye.",
    link="Please link your Particle account in the Alexa app.",
    not_for_us="Sorry, this request was made for another skill.",
    not_understood="Sorry, I didn't get that. You can ask me for help.",
    no_lights="There are no lights on your Particle account.",
    list_lights="Your lights are: {lights}.",
    unknown_light="I couldn't find a light named {name}.",
    several_lights="More than one light fits {name}: {lights}. Please say the whole name.",
    which_light="Which light?",
    which_percent="How bright, from 0 to 100 percent?",
    which_color="Which colour? Say red, for example.",
    which_event="Which event?",
    done_on="{light} is on.",
    done_off="{light} is off.",
    done_level="{light} is at {level} percent.",
    done_color="{light} is {color}.",
    is_on="{light} is on.",
    is_off="{light} is off.",
    is_at="{light} is on, at {level} percent.",
    published="I published {event}.",
    bad_event="Sorry, {event} can't be the name of an event.",
    errors={
        "DeviceOffline": "{light} isn't responding. Please check its network connection and power supply.",
        "DeviceSilent": "{light} isn't responding. Please check its network connection and power supply.",
        "UnknownFunction": "The firmware of {light} is too old for me.",
        "RateLimited": "Particle asks me to slow down. Please try again in a few minutes.",
        "CloudUnreachable": "I can't reach the Particle cloud. Please try again later.",
        "LightRefused": "{light} can't do that.",
    },
    failed="Sorry, something went wrong.",
    colors={
        "red": (0, 100, 100),
        "orange": (39, 100, 100),
        "yellow": (60, 100, 100),
        "green": (120, 100, 100),
        "cyan": (180, 100, 100),
        "blue": (240, 100, 100),
        "purple": (277, 86, 94),
        "magenta": (300, 100, 100),
        "pink": (348, 25, 100),
    },
    fillers=frozenset({"the", "my", "light", "lights", "lamp"}),
)
