"""Deployed configuration for unit tests, without a control plane."""

from __future__ import annotations

from typing import Any

from emulator.apigatewayv2.store import Api, Deployment, Snapshot


def snapshot(*route_keys: str, **api: Any) -> Snapshot:
    """A snapshot with these routes, whose ids are their keys."""
    record: Any = {"ApiId": "abcdefghij", "Name": "test", **api}
    routes: Any = {key: {"RouteId": key, "RouteKey": key} for key in route_keys}
    return Snapshot(api=record, routes=routes, integrations={})


def deployed_api(frozen: Snapshot, stage: str = "dev", **stage_members: Any) -> Api:
    """An API whose ``stage`` serves ``frozen``."""
    api = Api(account_id="000000000000", region="eu-west-1", record=frozen.api)
    deployment: Any = {"DeploymentId": "d1"}
    record: Any = {"StageName": stage, "DeploymentId": "d1", **stage_members}
    api.deployments["d1"] = Deployment(deployment, frozen)
    api.stages[stage] = record
    return api
