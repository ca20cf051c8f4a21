"""What mappings do to requests and responses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.apigatewayv2.parameter_mapping import is_reserved_header
from emulator.execute_api.http.map_parameters import MappedRequest, map_request, map_response
from emulator.execute_api.http.mapping_values import MappingValues
from emulator.execute_api.http.model import HttpResponse
from tests.unit.execute_api.calls import http_call

HEADERS = [("X-Own", "1"), ("Accept", "*/*")]


def mapped(mappings: dict[str, str], **call: Any) -> MappedRequest:
    return map_request(mappings, MappingValues(http_call(**call)), HEADERS, "a=1&b=2%20&a=3")


@pytest.mark.parametrize(
    ("key", "value", "headers"),
    [
        ("append:header.x-new", "2", [*HEADERS, ("x-new", "2")]),
        ("append:header.x-own", "2", [*HEADERS, ("x-own", "2")]),
        ("overwrite:header.x-own", "2", [HEADERS[1], ("x-own", "2")]),
        ("overwrite:header.x-new", "2", [*HEADERS, ("x-new", "2")]),
        ("remove:header.x-own", "''", [HEADERS[1]]),
        ("remove:header.nope", "''", HEADERS),
        ("overwrite:header.x-own", "$request.header.nope", HEADERS),
        ("append:header.x-own", "a\r\nX-Evil: b", [*HEADERS, ("x-own", "a X-Evil: b")]),
        ("overwrite:header.no name", "2", HEADERS),
    ],
)
def test_headers_b75(key: str, value: str, headers: list[tuple[str, str]]) -> None:
    assert mapped({key: value}).headers == headers


@pytest.mark.parametrize(
    ("key", "value", "query_string"),
    [
        ("append:querystring.a", "x y", "a=1&b=2+&a=3&a=x+y"),
        ("overwrite:querystring.a", "9", "b=2+&a=9"),
        ("remove:querystring.a", "''", "b=2+"),
        ("overwrite:querystring.A", "9", "a=1&b=2+&a=3&A=9"),
    ],
)
def test_query_b75(key: str, value: str, query_string: str) -> None:
    assert mapped({key: value}).query_string == query_string


def test_a_query_that_no_mapping_names_stays_as_sent_b75() -> None:
    assert mapped({"overwrite:path": "/x", "append:header.x": "1"}).query_string == "a=1&b=2%20&a=3"


def test_path_b75() -> None:
    assert mapped({}).path is None
    assert mapped({"overwrite:path": "/v2${request.path}"}, path="/virus/7").path == "/v2/virus/7"


def test_values_are_of_the_request_as_it_came_b75() -> None:
    """One mapping does not see what another has done."""
    call = http_call(headers=(("X-Own", "1"),))
    mappings = {"overwrite:header.x-own": "2", "append:header.x-copy": "$request.header.x-own"}
    assert ("x-copy", "1") in map_request(mappings, MappingValues(call), HEADERS, "").headers


RESPONSE = HttpResponse(200, [("X-Own", "1"), ("Set-Cookie", "a"), ("set-cookie", "b")], b'{"status": "201"}')


@pytest.mark.parametrize(
    ("mappings", "status", "headers"),
    [
        ({"overwrite:statuscode": "404"}, 404, RESPONSE.headers),
        ({"overwrite:statuscode": "$response.body.status"}, 201, RESPONSE.headers),
        ({"overwrite:statuscode": "$response.body.nope"}, 200, RESPONSE.headers),
        ({"overwrite:statuscode": "teapot"}, 200, RESPONSE.headers),
        ({"overwrite:statuscode": "999"}, 200, RESPONSE.headers),
        ({"append:header.x-own": "2"}, 200, [*RESPONSE.headers, ("x-own", "2")]),
        ({"remove:header.set-cookie": "''"}, 200, [("X-Own", "1")]),
        ({"overwrite:header.x-own": "$context.stage"}, 200, [*RESPONSE.headers[1:], ("x-own", "dev")]),
    ],
)
def test_responses_b76(mappings: dict[str, str], status: int, headers: list[tuple[str, str]]) -> None:
    before = list(RESPONSE.headers)
    response = map_response(mappings, MappingValues(http_call(), RESPONSE), RESPONSE)
    assert (response.status, response.headers, response.body) == (status, headers, RESPONSE.body)
    assert RESPONSE.headers == before


NAMES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["Via", "x-amz-date", "X-Amzn-Trace-Id", "Connection", "access-control-allow-origin", "x-own"]),
)
KEYS = st.one_of(
    st.text(max_size=30),
    st.just("overwrite:path"),
    st.just("overwrite:statuscode"),
    st.builds(
        "{}:{}.{}".format,
        st.sampled_from(["append", "overwrite", "remove", "replace"]),
        st.sampled_from(["header", "querystring", "path"]),
        NAMES,
    ),
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.builds(
        "${}".format,
        st.sampled_from(
            ["request.body", "request.header.x-own", "request.querystring.q", "context.stage", "request.path"]
        ),
    ),
    st.builds("$request.body{}".format, st.text(alphabet=".[]'\"?()@*$ab0:,- ", max_size=15)),
    st.builds("${{{}}}-${{{}}}".format, st.text(max_size=15), st.text(max_size=15)),
)


@given(
    mappings=st.dictionaries(KEYS, VALUES, max_size=6),
    body=st.one_of(st.binary(max_size=50), st.sampled_from([b'{"a": {"b": [1, "x\\r\\ny"]}}', b"[[[]]]"])),
    query_string=st.text(alphabet="a=&%+0;é\r\n", max_size=20),
)
def test_whatever_is_mapped_nothing_breaks_b79(mappings: dict[str, str], body: bytes, query_string: str) -> None:
    """No error, no reserved header, no line break in a header."""
    call = http_call(body=body, query_string=query_string)
    values = MappingValues(call, HttpResponse(200, [("x-own", "1")], body))
    request = map_request(mappings, values, HEADERS, query_string)
    response = map_response(mappings, values, HttpResponse(200, HEADERS, body))
    for name, value in [*request.headers, *response.headers]:
        assert not is_reserved_header(name)
        assert not set("\r\n\0") & set(name + value)
    assert "\n" not in request.query_string or request.query_string == query_string
    assert 200 <= response.status <= 599
