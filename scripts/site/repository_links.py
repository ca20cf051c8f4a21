"""A link to a file that is no page, such as a test, becomes the file's path: there is nowhere to lead to.

A link to what does not exist stays, and MkDocs complains of it. Where the pages are built for a container image,
folders such as the tests are left out as a whole: of their files nothing can be said.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_ROOT = Path(__file__).resolve().parents[2]
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^):#]+)\)")


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Replace such links in the text of one page."""
    folder = Path(page.file.src_uri).parent

    def replace(link: re.Match[str]) -> str:
        target = os.path.normpath(folder / link["target"])
        is_missing = not (_ROOT / target).exists()
        if files.get_file_from_path(target) or (is_missing and (_ROOT / Path(target).parts[0]).exists()):
            return link[0]
        return f"`{link['text'].strip('`')}`"

    return _LINK.sub(replace, markdown)
