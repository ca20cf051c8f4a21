"""The browser in which the tests open the game: Chromium, as the system packages it."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from scripts.setup.commands import run
from scripts.setup.errors import SetupError
from scripts.setup.step import Report, Skipped, Step

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MACOS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)

MISSING = (
    "The tests in a browser need Chromium or Chrome: install it (`apt install chromium` or `brew install --cask "
    "chromium`), or name one with PETRI_CHROMIUM=/path/to/chromium."
)


def find_chromium() -> Path | None:
    """The browser for the tests: PETRI_CHROMIUM, or the first Chromium or Chrome there is; None without one.

    Raises SetupError when PETRI_CHROMIUM names something that cannot be run.
    """
    if chosen := os.environ.get("PETRI_CHROMIUM"):
        if found := shutil.which(chosen):
            return Path(found)
        raise SetupError(
            f"PETRI_CHROMIUM is {chosen}, which is not a program that can be run: correct it, or unset it."
        )
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in _MACOS if os.access(path, os.X_OK)), None)


class Browser(Step):
    """Chromium: found, or installed where that takes no question (root on Debian), or else asked for."""

    title = "Chromium"

    def is_done(self) -> bool:
        return find_chromium() is not None

    def inputs(self) -> dict[str, str]:
        return {}

    def run(self, report: Report) -> None:
        if not _can_install():
            if os.environ.get("CI") == "true":
                raise SetupError(MISSING)
            raise Skipped(f"{MISSING} Until then they are skipped.")
        self.make(report)

    def make(self, report: Report) -> None:
        advice = "Install Chromium by hand, or name one with PETRI_CHROMIUM=/path/to/chromium."
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        report("updating the package list")
        run(["apt-get", "update", "-qq"], advice=advice, env=quiet)
        report("installing Debian's package")
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], advice=advice, env=quiet)


def _can_install() -> bool:
    """Root on Debian or a derivative. Ubuntu's ``chromium`` package only points to a snap."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    family = {release["ID"], *release.get("ID_LIKE", "").split()}
    return "debian" in family and "ubuntu" not in family
