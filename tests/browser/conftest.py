"""A real browser, Debian's Chromium, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.clients.tools import cannot_run

#: Without these Chromium looks for its maker's hosts at every start.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def browser() -> Iterator[Browser]:
    """For one test: while playwright is there, no other event loop can run in this thread."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        cannot_run("no Chromium is installed: scripts/test-tools installs it on Debian as root")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield opened
        opened.close()
