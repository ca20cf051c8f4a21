"""Takes the theme's inline scripts out of the pages and into files, so that the pages may forbid all inline code.

The emulator serves them with the Content-Security-Policy of the console: a script is a file of ours, or does not run.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

# Not those with a type, which are data, nor those with a source.
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:
    """Write each script to ``assets/inline/`` by its digest, where the pages share it, and load it from there."""

    def move(script: re.Match[str]) -> str:
        name = f"assets/inline/{hashlib.sha256(script[1].encode()).hexdigest()[:16]}.js"
        file = Path(config.site_dir, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script[1])
        return f'<script src="{get_relative_url(name, page.url)}"></script>'

    return _INLINE.sub(move, output)
