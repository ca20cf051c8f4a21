"""Backends that are web servers: a request goes out, and the response comes back as it is (rows B84, B85)."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import urllib3
from urllib3.util import parse_url

from emulator.execute_api.integrations.errors import BackendUnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HOP_BY_HOP = frozenset({"keep-alive", "proxy-connection", "te", "trailers", "transfer-encoding", "upgrade"})

# What the gateway says for itself, so that the backend's word for it needs another name (row B85).
_REMAPPED = frozenset({"connection", "date", "server"})

_PATH_VARIABLE = re.compile(r"\{([^{}/]+)\}")


@dataclass(frozen=True, slots=True)
class BackendResponse:
    """What the web server answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def backend_url(
    integration_uri: str, path_parameters: Mapping[str, str], query_string: str = "", path: str | None = None
) -> str:
    """The URL of a request to ``integration_uri``, whose ``{variables}`` are among ``path_parameters`` (decoded).

    ``query_string`` is percent-encoded and added to the URI's own; ``path`` takes the place of the URI's.

    Raises:
        BackendUnreachableError: that is no URL.
    """

    def value(match: re.Match[str]) -> str:
        return quote(path_parameters[match[1]], safe="/") if match[1] in path_parameters else match[0]

    try:
        url = parse_url(_PATH_VARIABLE.sub(value, integration_uri))
        if path is not None:
            url = url._replace(path="/" + path.lstrip("/").replace("?", "%3F").replace("#", "%23"))
    except urllib3.exceptions.HTTPError as error:
        raise BackendUnreachableError(f"Integration URI {integration_uri!r} is no URL: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise BackendUnreachableError(f"Integration URI {integration_uri!r} is no URL of a web server.")
    query = "&".join(filter(None, (url.query, query_string)))
    return parse_url(url._replace(query=query or None, fragment=None).url).url  # what was put in is encoded, too


def forward(
    url: str,
    method: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    timeout_ms: int,
    server_name: str | None = None,
) -> BackendResponse:
    """Send a request. Repeated ``headers`` are joined; ``server_name`` is who the server's certificate must be for.

    Raises:
        BackendUnreachableError: there is nobody at the URL who speaks HTTP, or it is somebody else.
        TimeoutError: the server says nothing for ``timeout_ms`` milliseconds.
    """
    values: dict[str, list[str]] = {}
    for name, header in headers:
        if name.lower() not in _HOP_BY_HOP | {"connection"}:
            values.setdefault(name.lower(), []).append(header)
    sent = {name: _latin_1(",".join(all_values)) for name, all_values in values.items()}
    try:
        response = _pool(server_name if url.startswith("https:") else None).request(
            method,
            url,
            body=body or None,
            headers=sent,
            redirect=False,
            decode_content=False,
            timeout=timeout_ms / 1000,
        )
    except urllib3.exceptions.TimeoutError as error:
        if isinstance(error, urllib3.exceptions.NewConnectionError):  # refused, which urllib3 counts among them
            raise BackendUnreachableError(f"{url} cannot be reached: {error}") from error
        raise TimeoutError(str(error)) from error
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise BackendUnreachableError(f"{url} cannot be reached: {error}") from error
    return BackendResponse(response.status, list(_passed(response.headers.iteritems())), response.data)


def _passed(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for name, value in headers:
        if name.lower() in _REMAPPED:
            yield f"x-amzn-Remapped-{name}", value
        elif name.lower() not in _HOP_BY_HOP | {"content-length"}:
            yield name, value


def _latin_1(value: str) -> str:
    """A header's value as it goes on the wire: what came from there reads as Latin-1, other text becomes UTF-8."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode(errors="replace").decode("latin-1")
    return value


@lru_cache(maxsize=64)
def _pool(server_name: str | None) -> urllib3.PoolManager:
    """One pool for all backends: connections are kept. A response passes unread and undecoded, redirects too.

    Certificates must be of a public authority, or of the emulator's own.
    """
    names = {"server_hostname": server_name, "assert_hostname": server_name} if server_name else {}
    return urllib3.PoolManager(maxsize=32, retries=False, ca_certs=os.environ.get("PETRI_TRUST_BUNDLE"), **names)  # type: ignore[arg-type]
