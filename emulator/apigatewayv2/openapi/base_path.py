"""Where the paths of a document begin: ``basepath=ignore | prepend | split``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.openapi.document import Document

_MODES = ("ignore", "prepend", "split")


def path_prefix(document: Document, mode: str | None) -> str:
    """What comes before every path of the document: empty, or segments such as ``/a/b``.

    ``prepend`` takes the whole base path of the first server, ``split`` all but its first segment.

    :raises BadRequestException: another mode
    """
    mode = mode or "ignore"
    if mode not in _MODES:
        raise BadRequestException(f"Invalid basepath {mode} specified. Must be one of [{', '.join(_MODES)}]")
    if mode == "ignore":
        return ""
    segments = [segment for segment in _base_path(document).split("/") if segment]
    return "".join(f"/{segment}" for segment in (segments[1:] if mode == "split" else segments))


def _base_path(document: Document) -> str:
    """The first ``basePath`` variable of the servers, else the path of the first server's URL."""
    servers = [server for server in _list(document.get("servers")) if isinstance(server, dict)]
    for server in servers:
        variables = server.get("variables")
        variable = variables.get("basePath") if isinstance(variables, dict) else None
        if isinstance(variable, dict):
            return str(variable.get("default", ""))
    return urlsplit(str(servers[0].get("url", ""))).path if servers else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
