"""Headless Chromium that asks nobody outside this machine for anything."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def running(chromium: Path) -> Iterator[Browser]:
    """Start the browser at this path, and close it in the end."""
    with sync_playwright() as playwright:
        # Chromium refuses its own sandbox to root, which is who runs in most CI containers.
        sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
        browser = playwright.chromium.launch(executable_path=chromium, args=[*_ARGUMENTS, *sandbox])
        try:
            yield browser
        finally:
            browser.close()
