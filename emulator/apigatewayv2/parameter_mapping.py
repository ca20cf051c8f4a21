"""Which request and response parameters an integration may map, and to what (rows B75 to B80, A68)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from emulator.apigatewayv2.errors import BadRequestException

if TYPE_CHECKING:
    from emulator.apigatewayv2.integration_subtypes import Subtype

_HTTP_REQUEST_KEY = re.compile(
    r"(?P<action>append|overwrite|remove):(?P<place>header|querystring)\.(?P<name>\S+)|overwrite:path"
)
_HTTP_RESPONSE_KEY = re.compile(
    r"(?P<action>append|overwrite|remove):(?P<place>header)\.(?P<name>\S+)|overwrite:statuscode"
)
_WEBSOCKET_REQUEST_KEY = re.compile(r"integration\.request\.(?:header|querystring|path)\.\S+")
_STATUS_CODE = re.compile(r"[2-5]\d\d")

_RESERVED_HEADER = re.compile(
    r"access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded"
    r"|keep-alive|origin|proxy-.*|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*"
    r"|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via",
    re.IGNORECASE,
)

# What follows the $ of a value, alone or in ${}; all else is literal text (row B77).
_COMMON = r"context\.\S+|stageVariables\.\w+"
_REQUEST_VARIABLE = re.compile(
    rf"request\.(?:header|querystring)\.\S+|request\.body(?:[.\[]\S*)?|request\.path(?:\.\S+)?|{_COMMON}"
)
_RESPONSE_VARIABLE = re.compile(rf"response\.header\.\S+|response\.body(?:[.\[]\S*)?|{_COMMON}")
_IN_BRACES = re.compile(r"\$\{([^}]*)\}")
# AWS's JSONPath has neither recursive descent nor filters (row B78).
_UNSUPPORTED_PATH = re.compile(r"\.\.|\?\(")

_WEBSOCKET_VALUE = re.compile(
    r"'[^']*'|stageVariables\.\w+|context\.\S+"
    r"|route\.request\.(?:header|querystring|multivalueheader|multivaluequerystring)\.\S+|route\.request\.body(?:\.\S+)?"
)


def is_reserved_header(name: str) -> bool:
    """Whether API Gateway keeps this header to itself (row B79)."""
    return bool(_RESERVED_HEADER.fullmatch(name))


def check_http_request_parameters(mappings: Mapping[str, str]) -> None:
    """``append:header.name``, ``remove:querystring.name``, ``overwrite:path`` and the like.

    :raises BadRequestException: another key, a header that API Gateway keeps to itself, or a value that names nothing
    """
    _check_actions("Request", _HTTP_REQUEST_KEY, _REQUEST_VARIABLE, mappings)


def check_http_response_parameters(mappings: Mapping[str, Mapping[str, str]]) -> None:
    """The mappings of each status code: ``overwrite:header.name``, ``overwrite:statuscode`` and the like.

    :raises BadRequestException: no status code of a response, another key, a reserved header, or a bad value
    """
    for status_code, of_status in mappings.items():
        if not _STATUS_CODE.fullmatch(status_code):
            raise BadRequestException(f"Invalid status code {status_code} in response parameters")
        _check_actions("Response", _HTTP_RESPONSE_KEY, _RESPONSE_VARIABLE, of_status)


def check_subtype_parameters(subtype: Subtype, parameters: Mapping[str, str]) -> None:
    """The parameters of an AWS service action: ``QueueUrl``, ``MessageBody`` and the like (row B86).

    :raises BadRequestException: one is missing or unknown, or has a value that names nothing
    """
    if missing := [name for name in subtype.required if not parameters.get(name)]:
        raise BadRequestException(f"Missing required request parameters [{', '.join(missing)}] for {subtype.operation}")
    for name, value in parameters.items():
        if name not in subtype.parameters:
            raise _invalid(f"Invalid parameter: {name} specified for {subtype.operation}")
        _check_value(name, value, _REQUEST_VARIABLE)


def check_websocket_request_parameters(mappings: Mapping[str, str]) -> None:
    """``integration.request.header.name`` and the like, from the route's request, context, variables or ``'text'``.

    :raises BadRequestException: another key or value
    """
    for key, value in mappings.items():
        if not _WEBSOCKET_REQUEST_KEY.fullmatch(key):
            raise _invalid(f"Invalid mapping expression parameter specified: {key}")
        if not _WEBSOCKET_VALUE.fullmatch(value):
            raise _invalid(f"Invalid mapping expression specified: {value}")


def _check_actions(
    direction: str, form: re.Pattern[str], variable: re.Pattern[str], mappings: Mapping[str, str]
) -> None:
    for key, value in mappings.items():
        match = form.fullmatch(key)
        if not match:
            raise _invalid(f"Invalid {direction} Actioned Parameter specified: {key}")
        if match["place"] == "header" and is_reserved_header(match["name"]):
            raise _invalid(f"Operations on header {match['name']} are restricted")
        if match["action"] == "remove":
            if value not in ("", "''"):
                raise _invalid(f"The value of {key} must be ''")
        else:
            _check_value(key, value, variable)


def _check_value(key: str, value: str, variable: re.Pattern[str]) -> None:
    if "${" in value:
        sources = _IN_BRACES.findall(value)
        if value.count("${") != len(sources):
            raise _invalid(f"Unclosed expression in {value} for {key}")
    else:
        sources = [value[1:]] if value.startswith("$") else []
    for source in sources:
        if not variable.fullmatch(source) or _UNSUPPORTED_PATH.search(source):
            raise _invalid(f"Invalid source: {source} specified for destination: {key}")


def _invalid(error: str) -> BadRequestException:
    return BadRequestException(
        f"Invalid mapping expression specified: Validation Result: warnings : [], errors : [{error}]"
    )
