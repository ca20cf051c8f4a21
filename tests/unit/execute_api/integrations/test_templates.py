"""Mapping templates (row A73)."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.integrations.templates import render, select

EVENT: dict[str, Any] = {
    "headers": {"Origin": "here"},
    "queryStringParameters": {"q": "1"},
    "requestContext": {"connectionId": "abc=", "connectedAt": 5, "identity": {"sourceIp": "127.0.0.1"}},
    "stageVariables": {"mode": "loud"},
}
BODY = '{"a": {"b": [1, 2, {"c": "it\'s \\"me\\""}]}, "t": "aGVsbG8=", "where": "here"}'


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("$context.connectionId $context.identity.sourceIp $context.connectedAt", "abc= 127.0.0.1 5"),
        ("[$context.nope]", "[]"),
        ("$stageVariables.mode ${stageVariables.mode}", "loud loud"),
        ("$input.body", BODY),
        ("$input.json('$.a.b')", '[1,2,{"c":"it\'s \\"me\\""}]'),
        ("$input.json('$.where')", '"here"'),
        ("$input.json('$.nope')", '""'),
        ("$input.path('$.a.b[2].c')", 'it\'s "me"'),
        ("[$input.path('$.nope')]", "[]"),
        ("$input.params('q') $input.params('Origin') $input.params().header.Origin", "1 here here"),
        ("#foreach($i in $input.path('$.a.b'))#if($foreach.count < 3)$i;#end#end", "1;2;"),
        ("$util.base64Encode('hello')", "aGVsbG8="),
        ("$util.base64Decode($input.path('$.t'))", "hello"),
        ("$util.escapeJavaScript($input.path('$.a.b[2].c'))", 'it\\\'s \\"me\\"'),
        ("$util.urlEncode('a b&') $util.urlDecode('a+b%26')", "a+b%26 a b&"),
        ("#set($o = $util.parseJson($input.body))$o.t", "aGVsbG8="),
    ],
)
def test_what_templates_can_use_a73(template: str, text: str) -> None:
    assert render(template, BODY, EVENT).text == text


@pytest.mark.parametrize("body", ["", "no json", "3", "[" * 5000])
def test_bodies_without_json_a73(body: str) -> None:
    assert render("[$input.path('$.a')]$input.json('$.a')", body, EVENT).text == '[]""'


def test_response_overrides() -> None:
    template = "#set($context.responseOverride.status = 403)#set($context.responseOverride.header.X = 'y')text"
    rendered = render(template, "", EVENT)
    assert (rendered.text, rendered.status, rendered.headers) == ("text", 403, {"X": "y"})


def test_a_template_changes_nothing_but_its_own_a73() -> None:
    before = copy.deepcopy(EVENT)
    render("#set($context.connectionId = 'x')#set($context.identity.sourceIp = 'x')", "", EVENT)
    assert before == EVENT


@given(template=st.one_of(st.text(max_size=60), st.text(alphabet="#$!{}()[]'\".setifend input.path a=\n", max_size=60)))
@settings(deadline=None)
def test_any_template_renders_or_fails_as_an_integration(template: str) -> None:
    with contextlib.suppress(IntegrationError):
        assert isinstance(render(template, BODY, EVENT).text, str)


def test_which_template_a69_a72() -> None:
    templates = {"$default": "all", "one": "1"}
    assert select(templates, "one") == "1"
    assert select(templates, "two") == "all"
    assert select({"application/json": "json"}, "two") == "json"
    assert select({"one": "1"}, "two") is None
