"""Two-way routes: the function's answer goes back to the client (rows A58 to A61)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from emulator.execute_api.integrations.errors import IntegrationError

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.store import Snapshot

_DEFAULT = "$default"


def is_two_way(snapshot: Snapshot, route: RouteTypeDef) -> bool:
    """Whether the route has both a selection expression and a response for it; one alone changes nothing (row A58)."""
    responses = snapshot.route_responses.get(route["RouteId"], {}).values()
    return route.get("RouteResponseSelectionExpression") == _DEFAULT and any(
        response["RouteResponseKey"] == _DEFAULT for response in responses
    )


def read_answer(payload: bytes) -> bytes | None:
    """The text for the client: the result's ``body``, whatever its statusCode (row A59). None without one (row A60).

    Raises:
        IntegrationError: the result is no proxy response.
    """
    try:
        result = json.loads(payload)
        body = result.get("body")
        if "statusCode" not in result or not isinstance(body, str | None):
            raise TypeError("it needs a statusCode, and a body that is a string")
    except (ValueError, AttributeError, TypeError) as error:
        raise IntegrationError(f"The function's response is malformed: {error}") from error
    return body.encode(errors="replace") if body else None
