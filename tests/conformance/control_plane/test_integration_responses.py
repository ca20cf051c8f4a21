"""Integration responses (rows A70, C07, C35)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import FUNCTION_ARN, error, without_metadata


@pytest.fixture
def integration(apigatewayv2: Any, websocket_api: str) -> dict[str, str]:
    """The API's and the integration's id."""
    integration_id = apigatewayv2.create_integration(ApiId=websocket_api, IntegrationType="MOCK")["IntegrationId"]
    return {"ApiId": websocket_api, "IntegrationId": integration_id}


def test_create_get_update_delete_c07_c35(apigatewayv2: Any, integration: dict[str, str]) -> None:
    given = {"IntegrationResponseKey": "$default", "ResponseTemplates": {"a": "1", "b": "2"}}
    made = without_metadata(apigatewayv2.create_integration_response(**integration, **given))
    assert re.fullmatch(r"[a-z0-9]{6}", made["IntegrationResponseId"])
    assert made == {"IntegrationResponseId": made["IntegrationResponseId"], **given}
    one = {**integration, "IntegrationResponseId": made["IntegrationResponseId"]}
    assert without_metadata(apigatewayv2.get_integration_response(**one)) == made
    updated = apigatewayv2.update_integration_response(
        **one, ResponseTemplates={"a": "", "c": "3"}, TemplateSelectionExpression="$default"
    )
    assert (updated["ResponseTemplates"], updated["TemplateSelectionExpression"]) == ({"b": "2", "c": "3"}, "$default")
    assert len(apigatewayv2.get_integration_responses(**integration)["Items"]) == 1
    apigatewayv2.delete_integration_response(**one)
    assert apigatewayv2.get_integration_responses(**integration)["Items"] == []
    assert error(apigatewayv2.get_integration_response, **one) == (
        404,
        "NotFoundException",
        f"Invalid IntegrationResponse identifier specified {made['IntegrationResponseId']}",
    )


def test_keys_a70(apigatewayv2: Any, integration: dict[str, str]) -> None:
    for key in ("$default", "/4\\d\\d/", "/.*NotFound.*/"):
        made = apigatewayv2.create_integration_response(**integration, IntegrationResponseKey=key)
        assert made["IntegrationResponseKey"] == key
    assert error(apigatewayv2.create_integration_response, **integration, IntegrationResponseKey="$default")[:2] == (
        409,
        "ConflictException",
    )
    for key in ("200", "//", "/(/", "default"):
        assert error(apigatewayv2.create_integration_response, **integration, IntegrationResponseKey=key)[:2] == (
            400,
            "BadRequestException",
        )


def test_http_apis_have_none_a70(apigatewayv2: Any, http_api: str) -> None:
    integration_id = apigatewayv2.create_integration(
        ApiId=http_api, IntegrationType="AWS_PROXY", IntegrationUri=FUNCTION_ARN, PayloadFormatVersion="2.0"
    )["IntegrationId"]
    arguments = {"ApiId": http_api, "IntegrationId": integration_id, "IntegrationResponseKey": "$default"}
    assert error(apigatewayv2.create_integration_response, **arguments)[0] == 400


def test_they_go_with_their_integration_c33(apigatewayv2: Any, integration: dict[str, str]) -> None:
    apigatewayv2.create_integration_response(**integration, IntegrationResponseKey="$default")
    apigatewayv2.delete_integration(**integration)
    assert error(apigatewayv2.get_integration_responses, **integration)[0] == 404
