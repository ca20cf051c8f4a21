"""Models and what refers to them (rows A62, C07, C35)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import error, without_metadata

SCHEMA = json.dumps(
    {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        "properties": {"text": {"type": "string"}, "counts": {"type": "array", "items": {"type": "integer"}}},
        "required": ["text"],
    }
)


def test_create_get_update_delete_c07_c35(apigatewayv2: Any, websocket_api: str) -> None:
    given = {"Name": "Message", "Schema": SCHEMA, "ContentType": "application/json"}
    made = without_metadata(apigatewayv2.create_model(ApiId=websocket_api, **given))
    assert re.fullmatch(r"[a-z0-9]{6}", made["ModelId"])
    assert made == {"ModelId": made["ModelId"], **given}
    one = {"ApiId": websocket_api, "ModelId": made["ModelId"]}
    assert without_metadata(apigatewayv2.get_model(**one)) == made
    assert apigatewayv2.update_model(**one, Description="d")["Description"] == "d"
    assert apigatewayv2.update_model(**one, Schema='{"type": "string"}')["Schema"] == '{"type": "string"}'
    assert [model["Name"] for model in apigatewayv2.get_models(ApiId=websocket_api)["Items"]] == ["Message"]
    apigatewayv2.delete_model(**one)
    for call in (apigatewayv2.get_model, apigatewayv2.get_model_template, apigatewayv2.delete_model):
        assert error(call, **one) == (
            404,
            "NotFoundException",
            f"Invalid Model identifier specified {made['ModelId']}",
        )


@pytest.mark.parametrize(
    "schema", ["{", "[]", '{"type": "thing"}', '{"required": "text"}', '{"not":' * 4000 + "{}" + "}" * 4000]
)
def test_the_schema_is_json_schema_draft_4(apigatewayv2: Any, websocket_api: str, schema: str) -> None:
    status, code, message = error(apigatewayv2.create_model, ApiId=websocket_api, Name="M", Schema=schema)
    assert (status, code) == (400, "BadRequestException")
    assert message.startswith("Invalid model specified: Validation Result: warnings : [], errors : [")


def test_names_are_alphanumeric_and_unique(apigatewayv2: Any, websocket_api: str) -> None:
    assert error(apigatewayv2.create_model, ApiId=websocket_api, Name="a-b", Schema="{}")[0] == 400
    apigatewayv2.create_model(ApiId=websocket_api, Name="A", Schema="{}")
    assert error(apigatewayv2.create_model, ApiId=websocket_api, Name="A", Schema="{}")[:2] == (
        409,
        "ConflictException",
    )


def test_template_is_a_sample_of_the_schema(apigatewayv2: Any, websocket_api: str) -> None:
    model_id = apigatewayv2.create_model(ApiId=websocket_api, Name="M", Schema=SCHEMA)["ModelId"]
    template = apigatewayv2.get_model_template(ApiId=websocket_api, ModelId=model_id)["Value"]
    assert template.startswith("#set($inputRoot = $input.path('$'))\n{")
    assert '"text" : "foo"' in template
    assert "#foreach($elem in $inputRoot.counts)" in template


def test_routes_refer_to_models_that_exist_a62(apigatewayv2: Any, websocket_api: str) -> None:
    models = {"ApiId": websocket_api, "RouteKey": "say", "RequestModels": {"$default": "Message"}}
    assert error(apigatewayv2.create_route, **models)[:2] == (400, "BadRequestException")
    model_id = apigatewayv2.create_model(ApiId=websocket_api, Name="Message", Schema=SCHEMA)["ModelId"]
    route = apigatewayv2.create_route(**models, ModelSelectionExpression="$default")
    assert route["RequestModels"] == {"$default": "Message"}
    one = {"ApiId": websocket_api, "ModelId": model_id}
    assert error(apigatewayv2.delete_model, **one) == (
        409,
        "ConflictException",
        "Cannot delete model 'Message', is referenced in route: say",
    )
    assert error(apigatewayv2.update_model, **one, Name="Other")[0] == 409
    updated = apigatewayv2.update_route(ApiId=websocket_api, RouteId=route["RouteId"], RequestModels={"$default": ""})
    assert "RequestModels" not in updated
    apigatewayv2.delete_model(**one)


def test_http_routes_have_no_models(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_model(ApiId=http_api, Name="M", Schema="{}")
    arguments = {"ApiId": http_api, "RouteKey": "GET /a", "RequestModels": {"$default": "M"}}
    assert error(apigatewayv2.create_route, **arguments)[0] == 400
