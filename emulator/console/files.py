"""Answers with a file of a folder of built pages, and with none outside it."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from twisted.web.http import CACHED
from twisted.web.static import File

if TYPE_CHECKING:
    from twisted.web.server import Request

FRESH = "no-cache"
"""asked for again each time; a page that has not changed is answered 304"""

FOR_EVER = "public, max-age=31536000, immutable"


def find(folder: Path, name: str) -> Path | None:
    """The file with this name inside the folder; none outside it, and none that is hidden."""
    parts = name.split("/")
    if not all(parts) or any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    file = folder.joinpath(*parts)
    try:
        return file if file.is_file() and file.resolve().is_relative_to(folder.resolve()) else None
    except OSError:
        return None  # a name that is too long


def send(request: Request, file: Path, cache_control: str) -> int | bytes:
    """Answer with the file."""
    request.setHeader("cache-control", cache_control)
    status = file.stat()
    if request.setETag(f'"{status.st_mtime_ns:x}-{status.st_size:x}"'.encode()) is CACHED:
        return b""
    return File(str(file)).render_GET(request)


def text(request: Request, status: HTTPStatus, content_type: str, body: bytes) -> bytes:
    """Answer with a text of our own."""
    request.setResponseCode(status)
    request.setHeader("content-type", content_type)
    return body
