"""Requests that ask for nothing but an answer, for those who answer without LocalStack's gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twisted.web.server import Request

# With one of these a request asks for more: CORS, a call of LocalStack's own, a packed body.
_UNUSUAL_HEADERS = ("origin", "referer", "content-encoding", "x-localstack-data", "x-http-method-override")


def is_plain(request: Request) -> bool:
    """Whether the gateway would do nothing with a request that only it can do."""
    return all(request.getHeader(name) is None for name in _UNUSUAL_HEADERS)
