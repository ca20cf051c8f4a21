"""The documentation as `make up` built it from README.md, docs/ and workshop/, below ``/_petri/docs/``."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from emulator.console import files
from emulator.console.address import DOCUMENTATION

if TYPE_CHECKING:
    from twisted.web.server import Request

BUILT = Path(__file__).resolve().parents[2] / ".tools" / "documentation"
"""Where set-up puts it."""

_HTML = "text/html; charset=utf-8"
_NOT_BUILT = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Petri</title>
<h1>The documentation is not built yet</h1>
<p>Run <code>make up</code> in Petri's folder: it builds it once, and again when a text changes. Or read the texts:
<code>README.md</code> and the folder <code>docs/</code>.</p></html>
"""
_NOT_FOUND = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Petri</title>
<h1>There is no such page</h1><p><a href="/_petri/docs/">The documentation begins here.</a></p></html>
"""


def takes(path: str) -> bool:
    """Whether a raw path, without query string, is the documentation's."""
    return path == DOCUMENTATION.rstrip("/") or path.startswith(DOCUMENTATION)


def answer(request: Request, path: str, folder: Path = BUILT) -> int | bytes:
    """Answer with a page, for a reader who may have it."""
    if not path.startswith(DOCUMENTATION):
        # Pages name each other relative to the folder.
        request.redirect(DOCUMENTATION.encode())
        return b""
    if not (folder / "index.html").is_file():
        return files.text(request, HTTPStatus.SERVICE_UNAVAILABLE, _HTML, _NOT_BUILT)
    if file := files.find(folder, unquote(path.removeprefix(DOCUMENTATION)) or "index.html"):
        return files.send(request, file, files.FRESH)
    return files.text(request, HTTPStatus.NOT_FOUND, _HTML, _NOT_FOUND)
