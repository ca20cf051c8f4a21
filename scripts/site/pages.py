"""Which files are pages, and where: they stay where GitHub shows them, so that one link serves both.

A page keeps its path in the checkout as its name, by which other pages link to it: ``docs/console.md``. Its address is
shorter: ``console.html``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_ROOT = Path(__file__).resolve().parents[2]
_WORKSHOP = "The workshop"
_REST = "More"
_SESSIONS = {
    1: "Session 1: a function and an API",
    2: "Session 2: a table",
    3: "Session 3: live updates",
    4: "Session 4: random spread",
}


def on_config(config: MkDocsConfig) -> None:
    """Leave out the theme's page for what is not found: it knows no other place than a server's root."""
    config.theme.static_templates.clear()


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Take the checkout's files in place of those that MkDocs finds in one folder, and complete the navigation."""
    steps = [path.relative_to(_ROOT) for path in sorted((_ROOT / "workshop").glob("session-*/*/page.md"))]
    addresses = {
        "README.md": "index.html",
        **{f"docs/{path.name}": f"{path.stem}.html" for path in sorted((_ROOT / "docs").glob("*.md"))},
        **{f"docs/images/{path.name}": f"images/{path.name}" for path in sorted((_ROOT / "docs/images").iterdir())},
        **{step.as_posix(): f"workshop/{step.parts[1]}/{step.parts[2]}.html" for step in steps},
    }
    pages = [
        File(source, str(_ROOT), config.site_dir, use_directory_urls=False, dest_uri=address)
        for source, address in addresses.items()
    ]
    config.nav = _navigation(config.nav or [], [page.src_uri for page in pages if page.is_documentation_page()], steps)
    theme = [file for file in files if file.src_dir != config.docs_dir]
    return Files([*pages, *theme])


def _navigation(given: list[Any], pages: list[str], steps: list[Path]) -> list[Any]:
    """What mkdocs.yml names, with the workshop's steps below its pages, and the rest at the end."""
    named = str(given)
    rest = [page for page in pages if page.startswith("docs/") and f"'{page}'" not in named]
    navigation = [
        {title: [*entries, *_sessions(steps)] if title == _WORKSHOP else entries}
        for group in given
        for title, entries in group.items()
    ]
    return [*navigation, {_REST: rest}] if rest else navigation


def _sessions(steps: list[Path]) -> list[Any]:
    numbers = sorted({_session(step) for step in steps})
    return [
        {
            _SESSIONS.get(number, f"Session {number}"): [
                {f"{int(step.parts[2][:2])}. {_title(step)}": step.as_posix()}
                for step in steps
                if _session(step) == number
            ]
        }
        for number in numbers
    ]


def _session(step: Path) -> int:
    return int(step.parts[1].removeprefix("session-"))


def _title(step: Path) -> str:
    heading, _, _ = (_ROOT / step).read_text().partition("\n")
    return heading.removeprefix("#").strip()
