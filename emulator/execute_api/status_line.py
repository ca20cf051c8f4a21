"""The status of a response, with its words."""

from __future__ import annotations

from http.client import responses
from typing import TYPE_CHECKING

from twisted.web.http import RESPONSES

if TYPE_CHECKING:
    from twisted.web.server import Request


def set_status(request: Request, status: int) -> None:
    """Set a response's status. Twisted alone would write ``426 Unknown Status``, and the like for 429 or 431."""
    request.setResponseCode(status, RESPONSES.get(status) or responses.get(status, "").encode())
