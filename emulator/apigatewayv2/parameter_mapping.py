"""Which request and response parameters an integration may map."""

from __future__ import annotations

import re
from collections.abc import Mapping

from emulator.apigatewayv2.errors import BadRequestException

_HTTP_REQUEST_KEY = re.compile(
    r"(?:append|overwrite|remove):(?P<place>header|querystring)\.(?P<name>\S+)|overwrite:path"
)
_HTTP_RESPONSE_KEY = re.compile(r"(?:append|overwrite|remove):(?P<place>header)\.(?P<name>\S+)|overwrite:statuscode")
_WEBSOCKET_REQUEST_KEY = re.compile(r"integration\.request\.(?:header|querystring|path)\.\S+")
_STATUS_CODE = re.compile(r"[2-5]\d\d")

_RESERVED_HEADER = re.compile(
    r"access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded"
    r"|keep-alive|origin|proxy-.*|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*"
    r"|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via",
    re.IGNORECASE,
)


def check_http_request_parameters(mappings: Mapping[str, str]) -> None:
    """``append:header.name``, ``remove:querystring.name``, ``overwrite:path`` and the like.

    :raises BadRequestException: another key, or a header that API Gateway keeps to itself
    """
    _check_actions("Request", _HTTP_REQUEST_KEY, mappings)


def check_http_response_parameters(mappings: Mapping[str, Mapping[str, str]]) -> None:
    """The mappings of each status code: ``overwrite:header.name``, ``overwrite:statuscode`` and the like.

    :raises BadRequestException: no status code of a response, another key, or a reserved header
    """
    for status_code, of_status in mappings.items():
        if not _STATUS_CODE.fullmatch(status_code):
            raise BadRequestException(f"Invalid status code {status_code} in response parameters")
        _check_actions("Response", _HTTP_RESPONSE_KEY, of_status)


def check_websocket_request_parameters(mappings: Mapping[str, str]) -> None:
    """``integration.request.header.name`` and the like.

    :raises BadRequestException: another key
    """
    for key in mappings:
        if not _WEBSOCKET_REQUEST_KEY.fullmatch(key):
            raise _invalid(f"Invalid mapping expression parameter specified: {key}")


def _check_actions(direction: str, form: re.Pattern[str], mappings: Mapping[str, str]) -> None:
    for key in mappings:
        match = form.fullmatch(key)
        if not match:
            raise _invalid(f"Invalid {direction} Actioned Parameter specified: {key}")
        if match["place"] == "header" and _RESERVED_HEADER.fullmatch(match["name"]):
            raise _invalid(f"Operations on header {match['name']} are restricted")


def _invalid(error: str) -> BadRequestException:
    return BadRequestException(
        f"Invalid mapping expression specified: Validation Result: warnings : [], errors : [{error}]"
    )
