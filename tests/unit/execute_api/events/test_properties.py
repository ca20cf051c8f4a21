"""Any request becomes an event that can be sent to a function, and loses nothing on the way (sections A2, B2)."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from hypothesis import given
from hypothesis import strategies as st

from emulator.execute_api.events import http_v1, http_v2
from emulator.execute_api.events.websocket import connect_event, disconnect_event, message_event
from emulator.execute_api.http.model import HttpCall, HttpRequest
from emulator.execute_api.websocket.session import Session
from tests.unit.execute_api.snapshots import deployed_api, snapshot

# As they come from Twisted: bytes as latin-1.
HEADER_TEXT = st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n\x00"))
HEADERS = st.lists(
    st.tuples(
        st.from_regex(r"[A-Za-z0-9-]{1,12}", fullmatch=True)
        | st.sampled_from(["Cookie", "cookie", "Host", "Content-Type", "X-Forwarded-For", "User-Agent"]),
        HEADER_TEXT,
    ),
    max_size=6,
).map(tuple)
RAW_TEXT = st.text(alphabet=st.characters(max_codepoint=255, exclude_characters=" ?#\r\n"))
PAIRS = st.lists(st.tuples(st.text(), st.text()), max_size=5)
QUERIES = RAW_TEXT | st.text(alphabet="a=&%;+2F") | PAIRS.map(urlencode)
PATHS = RAW_TEXT.map("/".__add__) | st.text().map(lambda text: "/" + quote(text))
TYPES = st.sampled_from(["text/plain", "TEXT/html; charset=x", "application/json", "application/xml", "image/png", ""])


def call_of(
    method: str = "GET",
    path: str = "/dev/a",
    query: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
) -> HttpCall:
    frozen = snapshot("ANY /a")
    call = HttpCall(HttpRequest(method, path, query, headers, body, "10.0.0.1", "api.test"), deployed_api(frozen))
    call.stage, call.snapshot, call.route = call.api.stages["dev"], frozen, frozen.routes["ANY /a"]
    return call


def sent(event: dict[str, Any]) -> dict[str, Any]:
    """The event as the function reads it."""
    received: dict[str, Any] = json.loads(json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode())
    assert received == event
    return received


@given(st.text(), PATHS, QUERIES, HEADERS, st.binary(max_size=100))
def test_any_request_becomes_an_event(
    method: str, path: str, query: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    for build in (http_v1.build_event, http_v2.build_event):
        event = sent(build(call_of("GET", path, query, headers, body)))
        assert event["requestContext"]["apiId"]


@given(PAIRS)
def test_query_parameters_b25(pairs: list[tuple[str, str]]) -> None:
    """Joined in 2.0, the last and all of them in 1.0, and as they came in rawQueryString."""
    query = urlencode(pairs)
    call = call_of(query=query)
    v1, v2 = http_v1.build_event(call), http_v2.build_event(call)
    assert v2["rawQueryString"] == query
    names = {name for name, _ in pairs}
    assert set(v2.get("queryStringParameters", {})) == names
    for name in names:
        values = [value for other, value in pairs if other == name]
        assert v2["queryStringParameters"][name] == ",".join(values)
        assert v1["multiValueQueryStringParameters"][name] == values
        assert v1["queryStringParameters"][name] == values[-1]


@given(st.binary(max_size=200), TYPES)
def test_the_body_arrives_b26(body: bytes, content_type: str) -> None:
    """As text where it is text, and without loss else."""
    call = call_of("POST", headers=(("Content-Type", content_type),), body=body)
    event = http_v2.build_event(call)
    if not body:
        assert "body" not in event
    elif event["isBase64Encoded"]:
        assert base64.b64decode(event["body"]) == body
    else:
        assert event["body"] == body.decode(errors="replace")


@given(HEADERS)
def test_headers_b22_b24(headers: tuple[tuple[str, str], ...]) -> None:
    """In lower case with repeated ones joined, cookies apart."""
    event = http_v2.build_event(call_of(headers=headers))
    assert all(name == name.lower() for name in event["headers"])
    assert "cookie" not in event["headers"]
    own = {"host", "content-length", "x-forwarded-for", "cookie", "x-amzn-trace-id"}
    for name in {name.lower() for name, _ in headers} - own - {"connection", "upgrade", "keep-alive", "te"}:
        values = [value for other, value in headers if other.lower() == name]
        assert event["headers"].get(name, ",".join(values)) == ",".join(values)


@given(st.text().map(lambda text: "/" + quote(text)))
def test_paths_b11(path: str) -> None:
    """Decoded and cut at a question mark in 2.0, as it came in 1.0."""
    call = call_of(path=path)
    assert http_v2.build_event(call)["rawPath"] == unquote(path).partition("?")[0]
    assert http_v1.build_event(call)["path"] == path


@given(HEADERS, QUERIES, st.text(), st.integers(1000, 4999), st.text())
def test_any_websocket_call_becomes_an_event(
    headers: tuple[tuple[str, str], ...], query: str, body: str, code: int, reason: str
) -> None:
    session = Session(deployed_api(snapshot()), "dev", "10.0.0.1", None, "api.test")
    connect = sent(connect_event(session, headers, query, {}, "Root=1"))
    assert connect.get("queryStringParameters", {}) == dict(parse_qsl(query, keep_blank_values=True))
    assert all(values[-1] == connect["headers"][name] for name, values in connect["multiValueHeaders"].items())
    assert sent(message_event(session, "$default", body, {}))["body"] == body
    context = sent(disconnect_event(session, code, reason, {}))["requestContext"]
    assert (context["disconnectStatusCode"], context["disconnectReason"]) == (code, reason)
