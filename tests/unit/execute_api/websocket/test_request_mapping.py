"""Request parameters and bodies of WebSocket integrations (rows A64, A68)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.websocket.request_mapping import map_request, value_of
from emulator.execute_api.websocket.validate_parameters import missing_parameters

CONNECT: dict[str, Any] = {
    "multiValueHeaders": {"Origin": ["a", "b"], "X-Own": ["1"]},
    "multiValueQueryStringParameters": {"q": ["1", "2"], "empty": [""]},
    "requestContext": {"connectionId": "abc=", "connectedAt": 5, "identity": {"sourceIp": "127.0.0.1"}},
    "stageVariables": {"mode": "loud"},
}
MESSAGE: dict[str, Any] = {"requestContext": {}, "body": '{"a": {"b": [1, {"c": "d"}]}, "yes": true, "none": null}'}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("route.request.header.origin", "b"),
        ("route.request.multivalueheader.Origin", "a,b"),
        ("route.request.querystring.q", "2"),
        ("route.request.multivaluequerystring.q", "1,2"),
        ("route.request.querystring.Q", None),
        ("context.connectionId", "abc="),
        ("context.connectedAt", "5"),
        ("context.identity.sourceIp", "127.0.0.1"),
        ("context.identity.nope.deeper", None),
        ("stageVariables.mode", "loud"),
        ("stageVariables.nope", None),
        ("'static ''text'", "static ''text"),
        ("nonsense", None),
    ],
)
def test_values_of_a_handshake_a68(expression: str, value: str | None) -> None:
    assert value_of(expression, CONNECT) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("route.request.body", MESSAGE["body"]),
        ("route.request.body.a.b[1].c", "d"),
        ("route.request.body.a.b[0]", "1"),
        ("route.request.body.yes", "true"),
        ("route.request.body.none", None),
        ("route.request.body.nope", None),
        ("route.request.header.Origin", None),
    ],
)
def test_values_of_a_message_a68(expression: str, value: str | None) -> None:
    assert value_of(expression, MESSAGE) == value


def test_required_parameters_of_a_handshake() -> None:
    def missing(**required: bool) -> list[str]:
        parameters = {f"route.request.querystring.{name}": {"Required": value} for name, value in required.items()}
        route: Any = {"RequestParameters": parameters}
        return missing_parameters(route, CONNECT)

    assert missing(q=True, nope=False) == []
    assert missing(q=True, nope=True, empty=True) == ["nope", "empty"]


KEYS = st.builds("integration.request.{}.{}".format, st.sampled_from(["header", "querystring", "path"]), st.text())
VALUES = st.one_of(
    st.text(),
    st.builds("route.request.body.{}".format, st.text(alphabet=".[]'\"?()@*$ab0:,- ", max_size=15)),
    st.builds("{}.{}".format, st.sampled_from(["context", "stageVariables", "route.request.header"]), st.text()),
)


@given(parameters=st.dictionaries(KEYS, VALUES, max_size=5), body=st.text(max_size=30))
def test_whatever_is_mapped_nothing_breaks_a68(parameters: dict[str, str], body: str) -> None:
    integration: Any = {"IntegrationType": "HTTP_PROXY", "RequestParameters": parameters}
    mapped = map_request(integration, {**MESSAGE, "body": body})
    assert mapped.body == body.encode()


@given(body=st.text(max_size=30))
def test_base64_is_decoded_or_refused_a64(body: str) -> None:
    integration: Any = {"IntegrationType": "HTTP_PROXY", "ContentHandlingStrategy": "CONVERT_TO_BINARY"}
    try:
        map_request(integration, {**MESSAGE, "body": body})
    except IntegrationError as error:
        assert "base64" in str(error)
