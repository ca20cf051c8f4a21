"""The settings of a stage's routes: throttling, metrics and, for WebSocket APIs, execution logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from emulator.apigatewayv2.errors import NotFoundException

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteSettingsTypeDef

    from emulator.apigatewayv2.store import Api

_DEFAULTS: dict[str, RouteSettingsTypeDef] = {
    "HTTP": {"DetailedMetricsEnabled": False},
    "WEBSOCKET": {"DataTraceEnabled": False, "DetailedMetricsEnabled": False, "LoggingLevel": "OFF"},
}


def complete(protocol: str, current: Mapping[str, Any] | None, given: Mapping[str, Any] | None) -> RouteSettingsTypeDef:
    """Settings with those ``given`` over the ``current`` ones over AWS's defaults for the protocol."""
    merged = dict(_DEFAULTS[protocol]) | dict(current or {}) | dict(given or {})
    return cast("RouteSettingsTypeDef", merged)


def check_route_keys(api: Api, keys: Iterable[str]) -> None:
    """Check the keys of a ``RouteSettings`` map.

    :raises NotFoundException: one of them is no route key of the API
    """
    route_keys = {route["RouteKey"] for route in api.routes.values()}
    for key in keys:
        if key not in route_keys:
            raise unknown_route_settings(key)


def unknown_route_settings(key: str) -> NotFoundException:
    """The 404 for settings of a route key that is not there (row C45)."""
    return NotFoundException(f"Unable to find Route by key {key} within the provided RouteSettings")
