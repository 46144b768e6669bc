"""The cloud that the clients of a module share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ..particle_cloud.test_firmware import StandInBuilder
from .live import LiveCloud


@pytest.fixture(scope="module")
def live() -> Iterator[LiveCloud]:
    cloud = LiveCloud(StandInBuilder())
    yield cloud
    cloud.close()
