"""How many calls a stage takes: token buckets (rows A86, B47)."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteSettingsTypeDef, StageTypeDef

    from emulator.apigatewayv2.store import Api

# What an account has in a region when a stage sets no limit: calls a second, and calls at once.
ACCOUNT_RATE = 10_000.0
ACCOUNT_BURST = 5_000

_lock = Lock()


class TokenBucket:
    """Holds ``burst`` tokens at most, and gets ``rate`` new ones a second. Each call takes one."""

    __slots__ = ("_filled_at", "_tokens", "burst", "rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self._tokens = float(burst)
        self._filled_at = now

    def take(self, now: float) -> bool:
        """Take a token at ``now`` (seconds, monotonic). False: there is none."""
        self._tokens = min(self.burst, self._tokens + (now - self._filled_at) * self.rate)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


_buckets: dict[tuple[str, ...], TokenBucket] = {}


def admit(api: Api, stage: StageTypeDef, route_key: str | None) -> bool:
    """Whether a call may go on. False: it is one too many.

    A route with limits of its own has a bucket of its own; all others of the stage share the stage's. Every call also
    counts for the account and region.
    """
    limits, scope = stage.get("DefaultRouteSettings", {}), ""
    if route_key is not None and (own := stage.get("RouteSettings", {}).get(route_key)) and _limits(own):
        limits, scope = {**limits, **own}, route_key
    account = (api.account_id, api.region)
    now = time.monotonic()
    with _lock:
        if not _bucket(account, ACCOUNT_RATE, ACCOUNT_BURST, now).take(now):
            return False
        if not _limits(limits):
            return True
        rate = limits.get("ThrottlingRateLimit", ACCOUNT_RATE)
        burst = limits.get("ThrottlingBurstLimit", ACCOUNT_BURST)
        return _bucket((*account, api.record["ApiId"], stage["StageName"], scope), rate, burst, now).take(now)


def _limits(settings: RouteSettingsTypeDef) -> bool:
    return "ThrottlingRateLimit" in settings or "ThrottlingBurstLimit" in settings


def _bucket(key: tuple[str, ...], rate: float, burst: float, now: float) -> TokenBucket:
    """The bucket of ``key``: a new and full one when its limits have changed."""
    bucket = _buckets.get(key)
    if bucket is None or (bucket.rate, bucket.burst) != (rate, burst):
        bucket = _buckets[key] = TokenBucket(rate, burst, now)
    return bucket


def forget_api(api_id: str) -> None:
    """Drop the buckets of an API that is deleted."""
    with _lock:
        for key in [key for key in _buckets if key[2:3] == (api_id,)]:
            del _buckets[key]
