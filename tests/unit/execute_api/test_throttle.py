"""Token buckets, and which one a call takes from (row B47)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from emulator.execute_api import throttle
from emulator.execute_api.throttle import TokenBucket, admit
from tests.unit.execute_api.snapshots import deployed_api, snapshot

if TYPE_CHECKING:
    from emulator.apigatewayv2.store import Api


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(throttle, "time", clock)
    monkeypatch.setattr(throttle, "_buckets", {})
    return clock


def api_with(default: dict[str, Any], **routes: dict[str, Any]) -> Api:
    return deployed_api(snapshot("a", "b"), DefaultRouteSettings=default, RouteSettings=routes)


def limit(rate: float, burst: int) -> dict[str, Any]:
    return {"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": burst}


def admitted(api: Api, route_key: str | None = "a", most: int = 100) -> int:
    """How many calls go on until one does not."""
    return len(list(itertools.takewhile(bool, (admit(api, api.stages["dev"], route_key) for _ in range(most)))))


def test_bucket() -> None:
    bucket = TokenBucket(rate=2, burst=3, now=0)
    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(1) for _ in range(3)] == [True, True, False]
    assert [bucket.take(100) for _ in range(4)] == [True, True, True, False]


def test_unset_is_the_account_limit_b47(clock: Clock) -> None:
    assert admitted(api_with({}), most=6000) == 5000
    clock.now += 0.01001
    assert admitted(api_with({}), most=6000) == 100


def test_zero_is_nothing_b47(clock: Clock) -> None:
    """What tools send that fill unset numbers with zeros."""
    assert admitted(api_with(limit(0, 0))) == 0


def test_stage_limit_is_shared_by_its_routes_b47(clock: Clock) -> None:
    api = api_with(limit(1, 5))
    assert admitted(api, "a", most=3) == 3
    assert admitted(api, "b") == 2
    clock.now += 2
    assert admitted(api, "a") == 2


def test_route_limit_is_the_routes_own_b47(clock: Clock) -> None:
    api = api_with(limit(1, 2), a=limit(1, 4))
    assert admitted(api, "a") == 4
    assert admitted(api, "b") == 2
    assert admitted(api, None) == 0


def test_half_a_route_limit_takes_the_rest_from_the_stage_b47(clock: Clock) -> None:
    api = api_with(limit(1, 2), a={"ThrottlingBurstLimit": 4}, b={"DetailedMetricsEnabled": True})
    assert admitted(api, "a") == 4
    assert admitted(api, "b") == 2


def test_a_changed_limit_counts_at_once_b47(clock: Clock) -> None:
    assert admitted(api_with(limit(0, 0))) == 0
    assert admitted(api_with(limit(1, 3))) == 3


def test_deleted_apis_are_forgotten(clock: Clock) -> None:
    api = api_with(limit(1, 3))
    assert admitted(api) == 3
    throttle.forget_api(api.record["ApiId"])
    assert admitted(api) == 3
