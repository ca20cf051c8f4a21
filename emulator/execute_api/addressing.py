"""Which API a request on the emulator's port is for, if it is for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulator.apigatewayv2.custom_domains import find_domain, find_mapping
from emulator.apigatewayv2.store import find_api

if TYPE_CHECKING:
    from emulator.apigatewayv2.custom_domains import MappedRequest
    from emulator.apigatewayv2.store import Api

PATH_PREFIX = "/_aws/execute-api/"
LOCAL_DOMAIN = "execute-api.localhost.localstack.cloud"

# {apiId}.execute-api.{localhost | localhost.localstack.cloud | a region's AWS domain}, with or without port
_HOST = re.compile(r"^(?P<api_id>[a-z0-9-]+)\.execute-api\.[a-z0-9.-]+(?::\d+)?$", re.IGNORECASE)
_PATH = re.compile(re.escape(PATH_PREFIX) + r"(?P<api_id>[A-Za-z0-9-]+)(?P<rest>/.*)?$", re.DOTALL)

ABSOLUTE_TARGET = re.compile(rb"https?://(?P<host>[^/?]+)(?P<target>.*)$", re.IGNORECASE | re.DOTALL)
"""A request target that is a whole URL, as for a proxy: its host counts, not the header's"""


@dataclass(frozen=True, slots=True)
class ExecuteApiAddress:
    """An API and the path below its root as the client sent it, percent-encoded: what AWS sees on the API's host."""

    api_id: str
    path: str


@dataclass(frozen=True, slots=True)
class Target:
    """Who a request is for: an address that looks like an API's, or a custom domain name."""

    path: str
    """below the API's root, percent-encoded"""
    api: Api | None
    """None: there is no such API, or the custom domain maps this path to none"""
    mapped: MappedRequest | None = None
    """the stage, when a custom domain chose it"""
    is_custom_domain: bool = False
    api_id: str | None = None
    """as the address names it, whether there is such an API or not"""


def find_target(host: str, path: str) -> Target | None:
    """Who answers a request with this Host header and raw path without query string. None: LocalStack's gateway."""
    if address := parse_address(host, path):
        return Target(address.path, find_api(address.api_id), api_id=address.api_id)
    if mapped := find_mapping(host, path):
        return Target(path, mapped.api, mapped, is_custom_domain=True)
    return Target(path, None, is_custom_domain=True) if find_domain(host) else None


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
