"""The console's pages as `make up` built them from frontend/console, below ``/_petri/``; see also documentation.py."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from emulator.console import documentation, files
from emulator.console.address import PREFIX
from emulator.console.guard import REFUSAL, keep_token, may_read

if TYPE_CHECKING:
    from twisted.web.server import Request

BUILT = Path(__file__).resolve().parents[2] / "frontend" / "console" / "dist"
"""Where ``npm run build`` puts them."""

_HEADERS = {
    # No inline code, nothing from elsewhere: what an item, a log line or a body holds is shown, never run.
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
_NOT_BUILT = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Petri</title>
<h1>The console is not built yet</h1>
<p>Run <code>make up</code> in Petri's folder: it builds the console once, and again when its sources change.</p>
<p>The emulator itself is up: its AWS endpoint is this address without <code>/_petri/</code>.</p></html>
"""
_NOT_FOUND = b"There is no such file in the console."


def takes(path: str) -> bool:
    """Whether a raw path, without query string, is the console's."""
    return path == PREFIX.rstrip("/") or path.startswith(PREFIX)


def is_navigation(request: Request) -> bool:
    """Whether somebody looks for a page, not a page for data: `/_petri/traces` is the address of both."""
    return "text/html" in (request.getHeader("accept") or "")


def render(request: Request, path: str, folder: Path = BUILT) -> int | bytes:
    """Answer ``request`` with a file of ``folder``, or with the page that shows whatever the address names.

    Runs on the reactor thread: the files are few and small, and in the page cache.
    """
    request.responseHeaders.removeHeader("server")
    for name, value in _HEADERS.items():
        request.setHeader(name, value)
    if not may_read(request):
        return files.text(request, HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", REFUSAL.encode())
    if request.method not in (b"GET", b"HEAD"):
        request.setHeader("allow", "GET, HEAD")
        return files.text(request, HTTPStatus.METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", b"These are only pages.")
    if keep_token(request):
        # Out of the address, and so out of history and bookmarks.
        request.redirect(path.encode("latin-1"))
        return b""
    if documentation.takes(path):
        return documentation.answer(request, path)
    if not path.startswith(PREFIX):
        # The pages name their files relative to the folder.
        request.redirect(PREFIX.encode())
        return b""
    index = folder / "index.html"
    if not index.is_file():
        return files.text(request, HTTPStatus.SERVICE_UNAVAILABLE, "text/html; charset=utf-8", _NOT_BUILT)
    if path != PREFIX and (file := files.find(folder, unquote(path.removeprefix(PREFIX)))):
        # Vite puts a digest of the content into the names of assets: what has this name never changes.
        is_asset = file.parent.name == "assets"
        return files.send(request, file, files.FOR_EVER if is_asset else files.FRESH)
    if path == PREFIX or is_navigation(request):
        return files.send(request, index, files.FRESH)  # the page itself knows what to show at this address
    return files.text(request, HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", _NOT_FOUND)
