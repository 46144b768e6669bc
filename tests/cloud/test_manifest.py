from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonlink.lights.light import Kind, Light
from photonlink.lights.manifest import ManifestError, parse_manifest

keys = st.from_regex(r"[a-z][a-z0-9]{0,11}", fullmatch=True)
names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ]{0,39}", fullmatch=True)
ranges = st.lists(st.integers(1000, 10000), min_size=2, max_size=2).map(sorted)


@st.composite
def rows(draw: st.DrawFn) -> list[object]:
    kind = draw(st.sampled_from("sdcwt"))
    return [draw(keys), draw(names), kind, *(draw(ranges) if kind in "wt" else [])]


def test_the_default_table_is_read() -> None:
    text = '[1,["kitchen","kitchen light","d"],["desk","desk lamp","t",2000,9000],["hall","hall light","s"]]'
    assert parse_manifest(text) == (
        Light("kitchen", "kitchen light", Kind.DIMMABLE),
        Light("desk", "desk lamp", Kind.TUNABLE_WHITE, (2000, 9000)),
        Light("hall", "hall light", Kind.SWITCH),
    )


def test_a_device_without_lights_has_an_empty_table() -> None:
    assert parse_manifest("[1]") == ()


@given(st.lists(rows(), max_size=8, unique_by=lambda row: row[0]))
def test_whatever_a_firmware_may_write_is_read_as_it_was_written(table: list[list[object]]) -> None:
    lights = parse_manifest(json.dumps([1, *table]))
    again = [[light.key, light.name, light.kind.value, *(light.kelvin or ())] for light in lights]
    assert again == table


@given(st.one_of(st.text(), st.binary(), st.none(), st.integers(), st.floats(), st.booleans()))
def test_garbage_gets_one_clear_error(value: object) -> None:
    with pytest.raises(ManifestError, match=r"manifest|variable"):
        parse_manifest(value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(rows(), st.integers(0, 4), json_values)
def test_a_table_with_one_wrong_field_is_refused_or_read_but_never_breaks(
    row: list[object], place: int, value: object
) -> None:
    row[min(place, len(row) - 1)] = value
    try:
        lights = parse_manifest(json.dumps([1, row]))
    except ManifestError:
        return
    assert [lights[0].key, lights[0].name, lights[0].kind.value] == row[:3]


@given(st.data())
def test_a_manifest_cut_anywhere_is_refused(data: st.DataObject) -> None:
    text = '[1,["kitchen","kitchen light","d"],["desk","desk lamp","t",2000,9000]]'
    with pytest.raises(ManifestError):
        parse_manifest(text[: data.draw(st.integers(0, len(text) - 1))])


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ('[2,["a","b","d"]]', "version 2"),
        ('[true,["a","b","d"]]', "version True"),
        ('[1,["a","b","d"],["a","c","s"]]', "uses a key twice: a"),
        ('[1,["a","b","x"]]', "light 1 of the manifest has the kind 'x'"),
        ('[1,["A","b","d"]]', "has the key 'A'"),
        ('[1,["a","b!","d"]]', "has the name 'b!'"),
        ('[1,["a","   ","d"]]', "has the name '   '"),
        ('[1,["a","b","t"]]', "without its range in kelvin"),
        ('[1,["a","b","d",2000,9000]]', "has no range in kelvin"),
        ('[1,["a","b","t",9000,2000]]', "the warmer"),
        ('[1,["a","b","t",2000]]', "expected two whole numbers"),
        ('[1,["a"]]', "light 1 of the manifest is no array of key, name and kind"),
        ("{}", "no JSON array"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_each_mistake_is_named(manifest: str, words: str) -> None:
    with pytest.raises(ManifestError) as error:
        parse_manifest(manifest)
    assert words in str(error.value)
