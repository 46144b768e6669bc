"""Variants of our firmware that ship built: the sources still build to them, and the table with RGBW works."""

from __future__ import annotations

from pathlib import Path

import pytest

from photonsim.photon.build import built_firmware, compile_project
from photonsim.photon.variants import Variant, VariantError, read_variants
from photonsim.pytest_plugin import open_house

FIRMWARE = Path(__file__).parents[2] / "firmware"


@pytest.mark.slow
@pytest.mark.parametrize("variant", read_variants(FIRMWARE), ids=lambda variant: variant.name)
def test_a_built_variant_is_what_its_sources_build_to(variant: Variant) -> None:
    assert compile_project(variant.project()) == built_firmware(variant.name), "run `make firmware`"


def test_an_edit_that_fits_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "photon-lights" / "src").mkdir(parents=True)
    (tmp_path / "photon-lights" / "src" / "a.cpp").write_text("int one = 1;")
    (tmp_path / "variants").mkdir()
    described = 'summary = "x"\n[[edit]]\nfile = "src/a.cpp"\nold = "two"\nnew = "three"\n'
    (tmp_path / "variants" / "x.toml").write_text(described)
    with pytest.raises(VariantError, match=r"x.toml: src/a.cpp has 0 times"):
        read_variants(tmp_path)


def test_the_table_with_rgbw_is_spoken_to_and_lights() -> None:
    with open_house(firmware=Path("photon-lights-rgbw")) as house:
        names = {endpoint.friendly_name for endpoint in house.alexa.endpoints}
        assert names == {"led strip", "desk lamp", "shelf light", "porch light"}
        assert house.alexa.say("set the led strip to blue").ok
        house.clock.advance("3s")
        strip = house.photon(0).light("strip")
        assert strip["kind"] == "rgbw"
        assert strip["device"] == {
            "power": "ON",
            "brightness": 100,
            "color": {"hue": 240.0, "saturation": 1.0, "brightness": 1.0},
        }
        assert house.alexa.say("set the led strip to white").ok
        house.clock.advance("3s")
        colors = [house.photon(0).pin(pin)["pwm"] for pin in ("D0", "D1", "A4")]
        assert colors == [0, 0, 0]
        assert house.photon(0).pin("A5")["pwm"] == 2**15 - 1
        assert house.alexa.say("set the shelf light to 30 percent").ok
        house.clock.advance("3s")
        shelf = house.photon(0).light("shelf")
        assert shelf["device"] == shelf["alexa"] == {"power": "ON", "brightness": 30}
