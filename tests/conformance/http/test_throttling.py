"""Limits of stages and routes (row B47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.support import ECHO, create_api, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator

# A rate of one call in a hundred days: what is over the burst stays over it.
NEVER = 1e-7


@pytest.fixture
def api_id(emulator: Emulator) -> str:
    return create_api(emulator, "HTTP", dict.fromkeys(("GET /a", "GET /b"), create_function(emulator, ECHO)))


def limit(emulator: Emulator, api_id: str, **settings: Any) -> None:
    emulator.client("apigatewayv2").update_stage(ApiId=api_id, StageName="dev", **settings)


def statuses(emulator: Emulator, api_id: str, path: str, calls: int) -> list[int]:
    return [requests.get(emulator.api_url(api_id) + path, timeout=20).status_code for _ in range(calls)]


def test_zeros_refuse_everything_b47(emulator: Emulator, api_id: str) -> None:
    limit(emulator, api_id, DefaultRouteSettings={"ThrottlingRateLimit": 0, "ThrottlingBurstLimit": 0})
    response = requests.get(emulator.api_url(api_id) + "/a", timeout=20)
    assert (response.status_code, response.text) == (429, '{"message":"Too Many Requests"}')
    assert response.headers["content-type"] == "application/json"
    assert response.headers["apigw-requestid"]


def test_stage_limit_b47(emulator: Emulator, api_id: str) -> None:
    limit(emulator, api_id, DefaultRouteSettings={"ThrottlingRateLimit": NEVER, "ThrottlingBurstLimit": 3})
    assert statuses(emulator, api_id, "/a", 2) == [200, 200]
    assert statuses(emulator, api_id, "/b", 2) == [200, 429]


def test_route_limit_b47(emulator: Emulator, api_id: str) -> None:
    limit(emulator, api_id, RouteSettings={"GET /a": {"ThrottlingRateLimit": NEVER, "ThrottlingBurstLimit": 1}})
    assert statuses(emulator, api_id, "/a", 2) == [200, 429]
    assert statuses(emulator, api_id, "/b", 5) == [200] * 5


def test_without_limits_b47(emulator: Emulator, api_id: str) -> None:
    """Detailed metrics alone limit nothing."""
    limit(emulator, api_id, DefaultRouteSettings={"DetailedMetricsEnabled": True})
    assert statuses(emulator, api_id, "/a", 20) == [200] * 20
