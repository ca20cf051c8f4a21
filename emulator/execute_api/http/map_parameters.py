"""What an integration changes in a request on its way to the backend, and in the response on its way back.

Mappings have keys like ``append:header.name`` and values like ``$request.querystring.q`` (rows B75 to B79).
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from emulator.apigatewayv2.parameter_mapping import is_reserved_header
from emulator.execute_api.http.model import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulator.execute_api.http.mapping_values import MappingValues

LOG = logging.getLogger(__name__)

_ACTION = re.compile(r"(?P<action>append|overwrite|remove):(?P<place>header|querystring)\.(?P<name>.+)", re.DOTALL)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")

type Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class MappedRequest:
    """The parts of a request that mappings can change."""

    headers: Pairs
    query_string: str
    """percent-encoded"""
    path: str | None = None
    """in place of the path of the integration's URI"""


def map_request(mappings: Mapping[str, str], values: MappingValues, headers: Pairs, query_string: str) -> MappedRequest:
    """The request as the backend gets it. A mapping whose value is not there changes nothing."""
    request = MappedRequest(headers, query_string)
    for key, expression in mappings.items():
        if key == "overwrite:path":
            request.path = values.evaluate(expression)
        elif match := _ACTION.fullmatch(key):
            name, value = match["name"], values.evaluate(expression)
            if match["place"] == "header":
                request.headers = _change_header(request.headers, match["action"], name, value)
            else:
                query = parse_qsl(request.query_string, keep_blank_values=True)
                same = [pair for pair in query if pair[0] == name]
                request.query_string = urlencode(_change(query, same, match["action"], name, value))
    return request


def map_response(mappings: Mapping[str, str], values: MappingValues, response: HttpResponse) -> HttpResponse:
    """The response as the client gets it; ``mappings`` are those of its status."""
    mapped = HttpResponse(response.status, response.headers, response.body)
    for key, expression in mappings.items():
        value = values.evaluate(expression)
        if key == "overwrite:statuscode":
            mapped.status = _status(value, response.status)
        elif (match := _ACTION.fullmatch(key)) and match["place"] == "header":
            mapped.headers = _change_header(mapped.headers, match["action"], match["name"], value)
    return mapped


def _change_header(headers: Pairs, action: str, name: str, value: str | None) -> Pairs:
    # CreateIntegration refuses such names (row B79).
    if is_reserved_header(name) or not _HEADER_NAME.fullmatch(name):
        return headers
    same = [pair for pair in headers if pair[0].lower() == name.lower()]
    # A line break from a body must not begin another header.
    return _change(headers, same, action, name, None if value is None else _CONTROL_CHARACTERS.sub(" ", value))


def _change(pairs: Pairs, same: Pairs, action: str, name: str, value: str | None) -> Pairs:
    if action == "remove":
        return [pair for pair in pairs if pair not in same]
    if value is None:
        return pairs
    kept = pairs if action == "append" else [pair for pair in pairs if pair not in same]
    return [*kept, (name, value)]


def _status(value: str | None, current: int) -> int:
    if value and re.fullmatch(r"[2-5]\d\d", value, re.ASCII):
        return int(value)
    LOG.warning("overwrite:statuscode gives %r, which is no status of a response: it stays %d.", value, current)
    return current
