"""Request parameters that a $connect route requires: a handshake without them does not get to its integration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.execute_api.websocket.request_mapping import value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef


def missing_parameters(route: RouteTypeDef, event: Mapping[str, Any]) -> list[str]:
    """The names of required headers and query parameters (``route.request.querystring.token``) that are not there."""
    return [
        key.split(".", 3)[-1]
        for key, constraints in route.get("RequestParameters", {}).items()
        if constraints.get("Required") and not value_of(key, event)
    ]
