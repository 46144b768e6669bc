"""A pytest plugin: the fixture `photon_house`, a linked house in-process at virtual time, fresh for every test.

def test_the_kitchen(photon_house):
    assert photon_house.alexa.say("set the kitchen light to 40 percent").ok
    assert photon_house.photon(0).light("kitchen")["device"]["brightness"] == 40
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from photonsim.sync_house import SyncHouse


@pytest.fixture
def photon_house() -> Iterator[SyncHouse]:
    """A linked house with one Photon that runs photon-lights."""
    with open_house() as house:
        yield house


@contextmanager
def open_house(**plan: Any) -> Iterator[SyncHouse]:
    """As the fixture, with other plans: `devices`, `firmware`, `link`, `faults` (photonsim.sync_house)."""
    # Imported here, so that test runs which never use a house do not pay for it.
    from photonsim.sync_house import SyncHouse

    house = SyncHouse(**plan)
    try:
        yield house
    finally:
        house.close()
