"""Route keys: their form, and which of them an API cannot have together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from emulator.apigatewayv2.errors import BadRequestException, ConflictException

_METHODS = "ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_SEGMENT = r"/(?:[^/{}\s]*|\{[^/{}+\s]+\})"
_GREEDY = r"/\{[^/{}+\s]+\+\}"
# A greedy variable ({proxy+}) takes the rest of the path, so it can only be the last segment.
_HTTP_ROUTE_KEY = re.compile(rf"(?:{_METHODS}) (?:{_SEGMENT})*(?:{_SEGMENT}|{_GREEDY})")

DEFAULT = "$default"


def check_route_key(route_key: str, protocol: str, others: Iterable[str]) -> None:
    """Check a new route key against the API's protocol and its other route keys.

    :param protocol: ``HTTP`` (``GET /path/{variable}``, or ``$default``) or ``WEBSOCKET`` (any text)
    :raises BadRequestException: the key is not formatted as the protocol wants
    :raises ConflictException: the key exists, or names a variable differently than its sibling does
    """
    others = list(others)
    if route_key in others:
        raise ConflictException(f"Route with key {route_key} already exists for this API")
    if protocol == "WEBSOCKET" or route_key == DEFAULT:
        return
    if not _HTTP_ROUTE_KEY.fullmatch(route_key):
        raise BadRequestException(
            "The provided route key is not formatted properly for HTTP protocol. "
            'Format should be "[HTTP METHOD] /[RESOURCE PATH]" or "$default"'
        )
    for other in others:
        if _conflict(route_key, other):
            raise ConflictException(
                f'The provided route key "{route_key}" has a conflicting variable on the same hierarchical level '
                f'as "{other}"'
            )


def _conflict(one: str, other: str) -> bool:
    """Whether the keys are alike up to a segment where each has a variable, with different names."""
    # The method is the first "segment": routes of different methods do not conflict.
    for a, b in zip_longest(one.split("/"), other.split("/")):
        if a != b:
            return all(segment is not None and segment.startswith("{") for segment in (a, b))
    return False
