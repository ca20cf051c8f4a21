from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from emulator.console import files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Built pages, a hidden file among them and a secret beside them."""
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").touch()
    (built / "assets" / "index-abc.js").touch()
    (built / ".petri-build.json").touch()
    (tmp_path / "secret").touch()
    (built / "link").symlink_to(tmp_path / "secret")
    return built


def test_finds_the_built_files(folder: Path) -> None:
    assert files.find(folder, "index.html") == folder / "index.html"
    assert files.find(folder, "assets/index-abc.js") == folder / "assets" / "index-abc.js"


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "assets/../../secret",
        "/etc/passwd",
        "assets//index-abc.js",
        "..\\secret",
        "link",
        ".petri-build.json",
        "assets",
        "index.html\0",
        "a" * 5000,
        "",
    ],
)
def test_finds_nothing_else(folder: Path, name: str) -> None:
    assert files.find(folder, name) is None
