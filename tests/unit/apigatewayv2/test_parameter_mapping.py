"""Which mappings an integration may have (rows B75 to B80, A68)."""

from __future__ import annotations

import pytest
from localstack.aws.api import ServiceException

from emulator.apigatewayv2.parameter_mapping import (
    check_http_request_parameters,
    check_http_response_parameters,
    check_websocket_request_parameters,
)


@pytest.mark.parametrize(
    "key",
    [
        f"{action}:{place}.name"
        for action in ("append", "overwrite", "remove")
        for place in ("header", "querystring")
    ]
    + ["overwrite:path"],
)  # fmt: skip
def test_request_keys_b75(key: str) -> None:
    check_http_request_parameters({key: "''" if key.startswith("remove") else "x"})


@pytest.mark.parametrize(
    "key", ["append:path", "remove:path", "append:body", "header.name", "append:header.", "set:path"]
)
def test_other_request_keys_b75(key: str) -> None:
    with pytest.raises(ServiceException, match="Invalid Request Actioned Parameter specified"):
        check_http_request_parameters({key: "''"})


def test_response_keys_b76() -> None:
    check_http_response_parameters(
        {
            "200": {"append:header.a": "$response.header.b", "remove:header.c": "''"},
            "500": {"overwrite:statuscode": "200", "overwrite:header.d": "${response.body.x}-$"},
        }
    )
    for mappings in (
        {"200": {"append:statuscode": "1"}},
        {"200": {"overwrite:path": "x"}},
        {"200": {"append:querystring.a": "x"}},
        {"20": {"append:header.a": "x"}},
        {"600": {"append:header.a": "x"}},
    ):
        with pytest.raises(ServiceException):
            check_http_response_parameters(mappings)


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "'quoted'",
        "costs 5$",
        "$request.header.Authorization",
        "$request.querystring.a",
        "$request.body",
        "$request.body.a.b[0]",
        "$request.path",
        "$request.path.id",
        "$context.requestId",
        "$context.authorizer.claims.sub",
        "$stageVariables.a",
        "${request.path.a}/${context.stage}?x",
    ],
)
def test_values_b77(value: str) -> None:
    check_http_request_parameters({"append:header.a": value})


@pytest.mark.parametrize(
    "value", ["$request.headers.a", "$nothing.a", "$response.body", "${request.body", "${nothing}", "$request.header."]
)
def test_other_values_b77(value: str) -> None:
    with pytest.raises(ServiceException):
        check_http_request_parameters({"append:header.a": value})


@pytest.mark.parametrize("path", ["$request.body..a", "$request.body.a[?(@.b)]", "${request.body..a}"])
def test_no_recursive_descent_and_no_filters_b78(path: str) -> None:
    with pytest.raises(ServiceException, match="Invalid source"):
        check_http_request_parameters({"append:header.a": path})


@pytest.mark.parametrize(
    "header",
    [
        "access-control-allow-origin",
        "apigw-requestid",
        "Authorization",
        "Connection",
        "Content-Encoding",
        "Content-Length",
        "Content-Location",
        "Forwarded",
        "Keep-Alive",
        "Origin",
        "Proxy-Authorization",
        "TE",
        "Trailers",
        "Transfer-Encoding",
        "Upgrade",
        "x-amz-date",
        "X-Amzn-Trace-Id",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "Via",
    ],
)
def test_reserved_headers_b79(header: str) -> None:
    for action in ("append", "overwrite", "remove"):
        with pytest.raises(ServiceException, match="are restricted"):
            check_http_request_parameters({f"{action}:header.{header}": "''"})
        with pytest.raises(ServiceException, match="are restricted"):
            check_http_response_parameters({"200": {f"{action}:header.{header}": "''"}})


def test_only_headers_are_reserved_b79() -> None:
    check_http_request_parameters({"append:querystring.authorization": "x"})


def test_remove_has_no_value_b80() -> None:
    with pytest.raises(ServiceException, match="must be ''"):
        check_http_request_parameters({"remove:header.a": "x"})


@pytest.mark.parametrize(
    "value",
    [
        "context.connectionId",
        "stageVariables.a",
        "'text'",
        "route.request.header.a",
        "route.request.querystring.a",
        "route.request.multivalueheader.a",
        "route.request.multivaluequerystring.a",
        "route.request.body",
        "route.request.body.a.b",
    ],
)
def test_websocket_values_a68(value: str) -> None:
    check_websocket_request_parameters({"integration.request.header.a": value})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("append:header.a", "'a'"),
        ("integration.request.body.a", "'a'"),
        ("integration.request.header.a", "text"),
        ("integration.request.header.a", "$request.header.a"),
    ],
)
def test_other_websocket_mappings_a68(key: str, value: str) -> None:
    with pytest.raises(ServiceException):
        check_websocket_request_parameters({key: value})
