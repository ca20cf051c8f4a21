"""Documents from text, whatever the text is (row B92)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from localstack.aws.api import ServiceException

from emulator.apigatewayv2.openapi.document import parse, resolve

SMALL: dict[str, Any] = {"openapi": "3.0.1", "info": {}, "paths": {}, "components": {}}


def parsed(text: str) -> dict[str, Any]:
    return parse(text, account_id="000000000000", region="eu-west-1")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 300_000,
        "[a, " * 300_000,
        "{a: " * 300_000,
        "? " * 300_000,
        "- " * 300_000,
        "a: &a [*b]",
        "!!python/object/apply:os.system [ls]",
        "2020-13-45",
        "\x00",
        "",
        "null",
        "openapi: 3.0.1\npaths: [",
        json.dumps({**SMALL, "openapi": "3.1.0"}),
        json.dumps({**SMALL, "components": []}),
    ],
)
def test_what_is_no_document_b92(text: str) -> None:
    with pytest.raises(ServiceException, match="Invalid OpenAPI input"):
        parsed(text)


def test_variables_of_aws_b92() -> None:
    document = parsed(json.dumps({**SMALL, "x": "arn:${AWS::Partition}:${AWS::Region}:${AWS::AccountId}:${other}"}))
    assert document["x"] == "arn:aws:eu-west-1:000000000000:${other}"


def test_references_b92() -> None:
    document = {
        "a": {"b/c": {"x": 1}},
        "to": {"$ref": "#/a/b~1c"},
        "loop": {"$ref": "#/loop"},
        "chain": {"$ref": "#/to"},
    }
    assert resolve(document, document["to"]) == resolve(document, document["chain"]) == {"x": 1}
    for node in (document["loop"], {"$ref": "#/no"}, {"$ref": "https://a.com"}, {"$ref": 1}, [], None):
        assert resolve(document, node) is None
