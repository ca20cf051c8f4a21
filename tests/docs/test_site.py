"""The pages of the documentation: every link leads somewhere, every text is in the navigation, all is our own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from scripts.setup.layout import DOCUMENTATION_ENVIRONMENT, ROOT

if TYPE_CHECKING:
    from pathlib import Path

_MKDOCS = DOCUMENTATION_ENVIRONMENT / "bin" / "mkdocs"
_LOADED = re.compile(r'<(?:script|img|iframe)[^>]* src="([^"]+)"|<link rel="(?:stylesheet|icon)" href="([^"]+)"')

pytestmark = pytest.mark.skipif(not _MKDOCS.exists(), reason="MkDocs is not here: run `make up`.")


def build(checkout: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build a checkout's documentation into the folder ``site``."""
    return subprocess.run(
        [_MKDOCS, "build", "--config-file", checkout / "mkdocs.yml", "--site-dir", site],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of this checkout."""
    site = tmp_path_factory.mktemp("site")
    built = build(ROOT, site)
    assert built.returncode == 0, built.stderr
    return site


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of all that becomes pages, and of no more: as where a container image is built."""
    for name in ("docs", "workshop", "scripts/site"):
        ignored = shutil.ignore_patterns("work", "__pycache__")
        shutil.copytree(ROOT / name, tmp_path / "checkout" / name, ignore=ignored)
    for name in ("README.md", "mkdocs.yml"):
        shutil.copy(ROOT / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


def test_every_text_is_a_page_that_the_navigation_names(site: Path) -> None:
    start = (site / "index.html").read_text()
    texts = [f"{text.stem}.html" for text in (ROOT / "docs").glob("*.md")]
    steps = [f"workshop/{page.parts[-3]}/{page.parts[-2]}.html" for page in ROOT.glob("workshop/session-*/*/page.md")]
    assert len(steps) >= 30
    for page in (*texts, *steps):
        assert (site / page).is_file()
        assert f'href="{page}"' in start


def test_nothing_is_loaded_from_elsewhere_or_written_into_the_page(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text()
        assert "<script>" not in text
        loaded = [script or link for script, link in _LOADED.findall(text)]
        assert len(loaded) > 4
        for address in loaded:
            assert (page.parent / address).resolve().is_file(), f"{page.name}: {address}"


def test_a_file_that_is_no_page_is_named_and_not_linked(site: Path) -> None:
    table = (site / "conformance.html").read_text()
    assert "<code>websocket/test_handshake.py</code>" in table
    assert "../tests/" not in table


@pytest.mark.parametrize("link", ["no-such-page.md", "cli.md#no-such-heading", "../tests/no_such_test.py"])
def test_a_link_to_nothing_fails(checkout: Path, tmp_path: Path, link: str) -> None:
    (checkout / "tests").symlink_to(ROOT / "tests")
    with (checkout / "docs" / "game.md").open("a") as text:
        text.write(f"\nSee [this]({link}).\n")
    refused = build(checkout, tmp_path / "site")
    assert refused.returncode == 1
    assert link in refused.stderr


def test_a_new_text_is_a_page_without_more_ado(checkout: Path, tmp_path: Path) -> None:
    (checkout / "docs" / "something-new.md").write_text("# Something new\n\nText.\n")
    built = build(checkout, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    assert "Something new" in (tmp_path / "site" / "index.html").read_text()
