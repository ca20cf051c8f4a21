"""API keys of WebSocket APIs (row A80), as API Gateway's first version keeps them.

A key is good for a stage when a usage plan has both, as on AWS; quotas and rates of usage plans are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from moto.apigateway.models import APIGatewayBackend, apigateway_backends

if TYPE_CHECKING:
    from emulator.apigatewayv2.store import Api

HEADER_SELECTION = "$request.header.x-api-key"
"""the default ApiKeySelectionExpression; the other one is for what the authorizer says"""
AUTHORIZER_SELECTION = "$context.authorizer.usageIdentifierKey"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that was accepted."""

    key_id: str
    value: str


def accepted_key(value: str, api: Api, stage_name: str) -> ApiKey | None:
    """The enabled key with this value in a usage plan of the stage; None if there is none."""
    backend: APIGatewayBackend = apigateway_backends[api.account_id][api.region]
    for plan in list(backend.usage_plans.values()):
        if not any(_is_stage(stage, api, stage_name) for stage in plan.api_stages):
            continue
        for key_id in backend.usage_plan_keys.get(plan.id, {}):
            key = backend.keys.get(key_id)
            if key and key.enabled and key.value == value:
                return ApiKey(key_id, value)
    return None


def _is_stage(stage: dict[str, str], api: Api, stage_name: str) -> bool:
    return (stage.get("apiId"), stage.get("stage")) == (api.record["ApiId"], stage_name)
