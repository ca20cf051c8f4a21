"""Call the integration of a route, for a handshake, a message or a disconnect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.execute_api.integrations import lambda_proxy
from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.workers import call_with_timeout

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.store import Snapshot
    from emulator.execute_api.websocket.session import Session


def integrate(
    session: Session, snapshot: Snapshot, route: RouteTypeDef, event: dict[str, Any], trace_header: str
) -> bytes:
    """Invoke the route's function with ``event`` and give back its payload. Waits: call it from a worker thread.

    Raises:
        IntegrationError: as ``lambda_proxy.invoke``, also when the route has no integration.
        TimeoutError: the integration's time is over.
    """
    integration = snapshot.integrations.get(route.get("Target", "").removeprefix("integrations/"))
    if integration is None:
        raise IntegrationError(f"Route {route['RouteKey']} has no integration.")
    api = session.api
    source_arn = (
        f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.record['ApiId']}/{session.stage_name}/"
        f"{route['RouteKey']}"
    )
    return call_with_timeout(
        lambda: lambda_proxy.invoke(integration["IntegrationUri"], event, source_arn, trace_header),
        integration["TimeoutInMillis"],
    )
