"""Pages of a list: ``maxResults`` and ``nextToken``."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from emulator.apigatewayv2.errors import BadRequestException


class Page[Record](TypedDict):
    """The result of a Get… operation that lists. ``NextToken`` is absent on the last page."""

    Items: list[Record]
    NextToken: NotRequired[str]


def page[Record](records: Mapping[str, Record], request: Mapping[str, Any]) -> Page[Record]:
    """The part of ``records`` (by identifier, in order of creation) that the request asks for.

    Without ``MaxResults`` (a string on the wire, though a number) all that remain are answered.

    :raises BadRequestException: MaxResults is no positive number, or NextToken is not one that was given out
    """
    identifiers = list(records)
    start = 0
    if token := request.get("NextToken"):
        try:
            start = identifiers.index(urlsafe_b64decode(token).decode())
        except ValueError:  # also what the decoders raise
            raise BadRequestException("Invalid next token specified") from None
    end = start + _max_results(request) if request.get("MaxResults") else len(identifiers)

    result: Page[Record] = {"Items": [records[identifier] for identifier in identifiers[start:end]]}
    if end < len(identifiers):
        result["NextToken"] = urlsafe_b64encode(identifiers[end].encode()).decode()
    return result


def _max_results(request: Mapping[str, Any]) -> int:
    text = str(request["MaxResults"])
    if not text.isdecimal() or int(text) == 0:
        raise BadRequestException("Max results must be a positive number")
    return int(text)
