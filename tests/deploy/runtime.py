"""AWS's own runtime, where it can be had."""

from __future__ import annotations

import os

import pytest

from photonsim.runtime_api import runtime_installed

#: Under CI a missing runtime fails the test instead of skipping it.
needs_runtime = pytest.mark.skipif(
    not runtime_installed() and os.environ.get("CI") != "true",
    reason="awslambdaric is not installed (it has wheels for Linux only)",
)
