from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonlink.lights.light import Kind
from photonlink.lights.state import Color, LightRefused, LightState, StateError, unpack

from .stand_in import pack

levels = st.integers(0, 100)


@given(levels, st.integers(0, 360), levels, levels)
def test_a_colour_comes_back_as_it_was_packed(level: int, hue: int, saturation: int, value: int) -> None:
    state = unpack(pack(level, color=(hue, saturation, value)))
    assert state == LightState(level, color=Color(hue, saturation, value))


@given(levels, st.sampled_from([3, 4]), st.integers(1000, 10000))
def test_a_white_comes_back_as_it_was_packed(level: int, kind: int, kelvin: int) -> None:
    assert unpack(pack(level, kind, kelvin)) == LightState(level, list(Kind)[kind], kelvin=kelvin)


@given(levels, st.sampled_from([0, 1]), st.integers(0, 10000))
def test_a_light_without_whites_has_no_kelvin_whatever_the_bits_say(
    level: int, kind: int, kelvin: int
) -> None:
    assert unpack(pack(level, kind, kelvin)) == LightState(level, list(Kind)[kind])


@given(st.integers(-(2**31), -1))
def test_every_negative_number_is_a_refusal_that_keeps_its_code(code: int) -> None:
    with pytest.raises(LightRefused) as refused:
        unpack(code)
    assert refused.value.code == code


@given(st.integers(0, 2**31 - 1))
def test_every_other_number_is_a_state_within_its_limits_or_is_refused(number: int) -> None:
    try:
        state = unpack(number)
    except StateError:
        return
    assert 0 <= state.level <= 100
    assert (state.color is None) != (state.kind is None)


def test_level_0_is_off() -> None:
    assert not unpack(pack(0)).on
    assert unpack(pack(1)).on
