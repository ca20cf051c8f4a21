"""HTTP_PROXY: the request goes on to a web server, and its response comes back as it is (rows B84, B85)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import urllib3

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailers", "transfer-encoding", "upgrade"}
)

# One pool for all backends: connections are kept. A response passes unread and undecoded, redirects too.
_pool = urllib3.PoolManager(maxsize=32, retries=False)


class BackendUnreachableError(Exception):
    """No connection, or no valid HTTP answer."""


@dataclass(frozen=True, slots=True)
class BackendResponse:
    """What the web server answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def forward(
    integration_uri: str,
    method: str,
    path_parameters: Mapping[str, str],
    query_string: str,
    headers: Mapping[str, str],
    body: bytes,
) -> BackendResponse:
    """Send a request to ``integration_uri``, whose ``{variables}`` are the route's path parameters.

    ``query_string`` is percent-encoded and added to the URI's own.

    Raises:
        BackendUnreachableError: there is nobody at the URI who speaks HTTP.
    """
    url = integration_uri
    for name, value in path_parameters.items():
        url = url.replace(f"{{{name}}}", quote(value, safe="/"))
    if query_string:
        url += ("&" if "?" in url else "?") + query_string
    sent = {name: value for name, value in headers.items() if name.lower() not in _HOP_BY_HOP}
    try:
        response = _pool.request(method, url, body=body or None, headers=sent, redirect=False, decode_content=False)
    except urllib3.exceptions.HTTPError as error:
        raise BackendUnreachableError(f"{integration_uri} cannot be reached: {error}") from error
    passed = [(k, v) for k, v in response.headers.iteritems() if k.lower() not in {*_HOP_BY_HOP, "content-length"}]
    return BackendResponse(response.status, passed, response.data)
