"""What a host name and a path are mapped to: how the data plane finds the API behind a custom domain (row B91)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from emulator.apigatewayv2.store import Api, Domain, all_domains, find_api

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy_boto3_apigatewayv2.type_defs import ApiMappingTypeDef


@dataclass(frozen=True, slots=True)
class MappedRequest:
    """The API mapping that takes a request, and what it leaves of the path."""

    domain: Domain
    mapping: ApiMappingTypeDef
    api: Api
    stage_name: str
    base_path: str
    """``/`` and the mapping key; empty for the mapping without a key"""
    path: str
    """the rest of the path, percent-encoded as the client sent it; at least ``/``"""


def find_domain(host: str) -> Domain | None:
    """The custom domain for a Host header (its port does not matter); an exact name goes before a wildcard."""
    name = host.partition(":")[0].lower().removesuffix(".")
    domains = all_domains()
    return domains.get(name) or domains.get(f"*.{name.partition('.')[2]}")


def find_mapping(host: str, path: str) -> MappedRequest | None:
    """The mapping of ``host``'s custom domain for a raw request path without query string.

    The longest mapping key that is a whole-segment prefix of the path wins, whatever routes its API has; the mapping
    without a key takes what is left. None: no such domain, or no mapping for this path.
    """
    domain = find_domain(host)
    if domain is None:
        return None
    segments = path.removeprefix("/").split("/")
    for mapping in _longest_first(domain.mappings.values()):
        key = mapping["ApiMappingKey"]
        depth = len(key.split("/")) if key else 0
        if key and "/".join(unquote(segment) for segment in segments[:depth]) != key:
            continue
        api = find_api(mapping["ApiId"])
        if api is None:
            continue
        base_path = f"/{key}" if key else ""
        return MappedRequest(domain, mapping, api, mapping["Stage"], base_path, "/" + "/".join(segments[depth:]))
    return None


def domains_of(api: Api, stage_name: str | None = None) -> list[str]:
    """The names of the domains that have a mapping to ``api``, or to one stage of it."""
    return [
        domain.record["DomainName"]
        for domain in all_domains().values()
        if any(
            mapping["ApiId"] == api.record["ApiId"] and stage_name in (None, mapping["Stage"])
            for mapping in domain.mappings.values()
        )
    ]


def _longest_first(mappings: Iterable[ApiMappingTypeDef]) -> list[ApiMappingTypeDef]:
    return sorted(mappings, key=lambda mapping: len(mapping["ApiMappingKey"]), reverse=True)
