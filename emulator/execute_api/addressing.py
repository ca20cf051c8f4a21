"""Which API a request on the emulator's port is for, if it is for one."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATH_PREFIX = "/_aws/execute-api/"
LOCAL_DOMAIN = "execute-api.localhost.localstack.cloud"

# {apiId}.execute-api.{localhost | localhost.localstack.cloud | a region's AWS domain}, with or without port
_HOST = re.compile(r"^(?P<api_id>[a-z0-9-]+)\.execute-api\.[a-z0-9.-]+(?::\d+)?$", re.IGNORECASE)
_PATH = re.compile(re.escape(PATH_PREFIX) + r"(?P<api_id>[A-Za-z0-9-]+)(?P<rest>/.*)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ExecuteApiAddress:
    """An API and the path below its root as the client sent it, percent-encoded: what AWS sees on the API's host."""

    api_id: str
    path: str


def parse_address(host: str, path: str) -> ExecuteApiAddress | None:
    """Read the API id from the host, or from the path form that resolves on any machine without DNS.

    ``host`` is the Host header, ``path`` the raw request path without query string. None: not an execute-api request.
    """
    if match := _PATH.match(path):
        return ExecuteApiAddress(match["api_id"], match["rest"] or "/")
    if match := _HOST.match(host):
        return ExecuteApiAddress(match["api_id"].lower(), path)
    return None


def domain_name(api_id: str, port: int) -> str:
    """``requestContext.domainName``: handlers derive ``https://{domainName}/{stage}`` from it, so it must answer."""
    return f"{api_id}.{LOCAL_DOMAIN}:{port}"
