from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.setup.errors import SetupError
from scripts.setup.step import Skipped
from scripts.setup.steps import documentation
from scripts.setup.steps.documentation import DocumentationPages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DocumentationPages:
    """The step in a checkout with one text of each kind, where MkDocs complains of a link."""
    for name in ("README.md", "mkdocs.yml", "docs/cli.md", "workshop/session-1/01-first/page.md", "scripts/site/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)

    def complain(*_command: object, **_options: object) -> None:
        raise SetupError(
            "`mkdocs build` failed.", ["INFO    -  Building", "WARNING -  cli.md: no such link", "Aborted"]
        )

    monkeypatch.setattr(documentation, "ROOT", tmp_path)
    monkeypatch.setattr(documentation, "run", complain)
    step = DocumentationPages()
    step.stamp = tmp_path / "built" / "stamp.json"
    return step


def test_every_kind_of_text_counts(pages: DocumentationPages, tmp_path: Path) -> None:
    before = pages.inputs()
    for name in before["files"].split():
        (tmp_path / name).write_text("changed")
        assert pages.inputs() != before
        (tmp_path / name).write_text(name)
        assert pages.inputs() == before
    assert len(before["files"].split()) == 4


def test_a_wrong_text_does_not_keep_petri_from_starting(
    pages: DocumentationPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(Skipped, match="no such link"):
        pages.run(lambda _doing: None)
    assert not pages.is_done()


def test_but_it_fails_a_build(pages: DocumentationPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SetupError):
        pages.run(lambda _doing: None)
