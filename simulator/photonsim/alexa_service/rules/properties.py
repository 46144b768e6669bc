"""Properties in a message's context: one checker a property. Source: Amazon's Smart Home v3 message schema."""

from __future__ import annotations

from collections.abc import Callable

from photonsim.alexa_service.rules.common import JSON, Breaches, is_number, is_whole


def _power(value: object) -> str | None:
    return None if value in ("ON", "OFF") else 'expected "ON" or "OFF"'


def _brightness(value: object) -> str | None:
    return None if is_whole(value) and 0 <= value <= 100 else "expected a whole number from 0 to 100"


def _color(value: object) -> str | None:
    ranges = {"hue": 360, "saturation": 1, "brightness": 1}
    if not isinstance(value, dict) or set(value) != set(ranges):
        return "expected exactly hue, saturation and brightness"
    for name, most in ranges.items():
        if not is_number(value[name]) or not 0 <= value[name] <= most:
            return f"{name} is {value[name]!r}, expected 0 to {most}"
    return None


def _kelvin(value: object) -> str | None:
    return (
        None if is_whole(value) and 1000 <= value <= 10000 else "expected a whole number from 1000 to 10000"
    )


def _connectivity(value: object) -> str | None:
    good = isinstance(value, dict) and set(value) == {"value"} and value["value"] in ("OK", "UNREACHABLE")
    return None if good else 'expected {"value": "OK"} or {"value": "UNREACHABLE"}'


#: (interface, property) -> says what is wrong with a value, or None.
VALUES: dict[tuple[str, str], Callable[[object], str | None]] = {
    ("Alexa.PowerController", "powerState"): _power,
    ("Alexa.BrightnessController", "brightness"): _brightness,
    ("Alexa.ColorController", "color"): _color,
    ("Alexa.ColorTemperatureController", "colorTemperatureInKelvin"): _kelvin,
    ("Alexa.EndpointHealth", "connectivity"): _connectivity,
}

_MEMBERS = ("namespace", "name", "value", "timeOfSample", "uncertaintyInMilliseconds")


def check_properties(
    breaches: Breaches, properties: object, where: str, declared: dict[str, tuple[str, ...]] | None
) -> set[tuple[str, str]]:
    """Checks a list of properties; returns which there are. `declared`: what discovery said of the endpoint."""
    found: set[tuple[str, str]] = set()
    if not isinstance(properties, list):
        breaches.append(f"{where} is no list of properties")
        return found
    for number, item in enumerate(properties):
        place = f"{where}[{number}]"
        one = breaches.as_object(item, place)
        if one is None:
            continue
        breaches.closed(one, place, _MEMBERS)
        breaches.time(one.get("timeOfSample"), f"{place}.timeOfSample")
        uncertainty = one.get("uncertaintyInMilliseconds")
        if not is_whole(uncertainty) or uncertainty < 0:
            breaches.append(f"{place}.uncertaintyInMilliseconds is {uncertainty!r}, expected 0 or more")
        key = (str(one.get("namespace")), str(one.get("name")))
        if key in found:
            breaches.append(f"{place}: {key[0]}.{key[1]} stands twice")
        found.add(key)
        _check_value(breaches, one, key, place, declared)
    return found


def _check_value(
    breaches: Breaches,
    one: JSON,
    key: tuple[str, str],
    place: str,
    declared: dict[str, tuple[str, ...]] | None,
) -> None:
    if declared is not None and key[1] not in declared.get(key[0], ()):
        breaches.append(f"{place}: {key[0]}.{key[1]} was not declared in discovery")
    check = VALUES.get(key)
    if check is not None and (wrong := check(one.get("value"))) is not None:
        breaches.append(f"{place}.value of {key[1]} is {one.get('value')!r}: {wrong}")
