"""Where people and their browsers reach the deployed application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from infra.outputs import Outputs


@dataclass(frozen=True)
class ApplicationUrls:
    """The base URLs of the application's APIs, with the stage."""

    http: str
    websocket: str


def application_urls(outputs: Outputs, endpoint: str | None) -> ApplicationUrls:
    """The URLs at an emulator's ``endpoint``, or without one the URLs that AWS gives.

    An emulator's are in the path form, because names like ``{id}.execute-api.localhost`` need a resolver that knows
    them: ``http://localhost:4566/_aws/execute-api/{id}/{stage}``.
    """
    if not endpoint:
        return ApplicationUrls(outputs.http_api_url, outputs.websocket_api_url)
    scheme, address, *_ = urlsplit(endpoint)
    websocket_scheme = "wss" if scheme == "https" else "ws"
    return ApplicationUrls(
        f"{scheme}://{address}/_aws/execute-api/{outputs.http_api_id}/{outputs.stage}",
        f"{websocket_scheme}://{address}/_aws/execute-api/{outputs.websocket_api_id}/{outputs.stage}",
    )
