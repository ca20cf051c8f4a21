"""CloudWatch metrics of HTTP APIs (row B90)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.logs import metric
from tests.support import ECHO, create_api, create_function, eventually

if TYPE_CHECKING:
    from tests.conftest import Emulator


def samples(emulator: Emulator, **dimensions: str) -> list[float]:
    names = ("Count", "4xx", "5xx", "Latency", "DataProcessed", "IntegrationLatency")
    return [metric(emulator, name, "SampleCount", **dimensions) for name in names]


@pytest.fixture(scope="module")
def api_id(emulator: Emulator) -> str:
    """An API with three good calls, two that find no route and one that fails behind it."""
    routes = {
        "GET /pets/{id}": create_function(emulator, ECHO),
        "GET /fail": create_function(emulator, "def handler(event, context): raise ValueError"),
    }
    api_id = create_api(emulator, "HTTP", routes)
    emulator.client("apigatewayv2").update_stage(
        ApiId=api_id, StageName="dev", RouteSettings={"GET /pets/{id}": {"DetailedMetricsEnabled": True}}
    )
    for path in ("/pets/1", "/pets/2", "/pets/3", "/nowhere", "/nowhere", "/fail"):
        requests.get(emulator.api_url(api_id) + path, timeout=20)
    # They leave in batches: wait for the last of each.
    eventually(lambda: samples(emulator, ApiId=api_id) == [6, 6, 6, 6, 6, 4])
    eventually(lambda: samples(emulator, ApiId=api_id, Stage="dev") == [6, 6, 6, 6, 6, 4])
    return api_id


def test_counts_b90(emulator: Emulator, api_id: str) -> None:
    """Of the API and of the stage."""
    for dimensions in ({"ApiId": api_id}, {"ApiId": api_id, "Stage": "dev"}):
        assert metric(emulator, "Count", **dimensions) == 6
        assert metric(emulator, "4xx", **dimensions) == 2
        assert metric(emulator, "5xx", **dimensions) == 1
        assert metric(emulator, "DataProcessed", **dimensions) > 0


def test_latencies_b90(emulator: Emulator, api_id: str) -> None:
    """Calls that reached no integration have no integration latency."""
    assert metric(emulator, "Latency", "SampleCount", ApiId=api_id) == 6
    assert metric(emulator, "IntegrationLatency", "SampleCount", ApiId=api_id) == 4
    assert metric(emulator, "Latency", ApiId=api_id) >= metric(emulator, "IntegrationLatency", ApiId=api_id)


def test_detailed_metrics_are_a_routes_b90(emulator: Emulator, api_id: str) -> None:
    """Only of the route that asks for them."""
    dimensions = {"ApiId": api_id, "Method": "GET", "Stage": "dev"}
    assert eventually(lambda: metric(emulator, "Count", **dimensions, Resource="/pets/{id}") == 3)
    assert metric(emulator, "Count", **dimensions, Resource="/fail") == 0
