"""Quick create: CreateApi with a target makes an HTTP API with integration, catch-all route and deployed stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.integrations import add_integration, replace_integration
from emulator.apigatewayv2.routes import add_route, replace_route
from emulator.apigatewayv2.settings import refuse
from emulator.apigatewayv2.stages import add_stage

if TYPE_CHECKING:
    from emulator.apigatewayv2.store import Api

QUICK_CREATE_MEMBERS = ("Target", "RouteKey", "CredentialsArn")
"""Parameters of CreateApi and UpdateApi that are no members of the API's record."""

_MANAGED = {"ApiGatewayManaged": True}


def quick_create(api: Api, given: Mapping[str, Any]) -> None:
    """Fill a new API as its creation parameters ask; nothing to do when they have no ``Target``.

    Leaves the permission to invoke the function to the caller, as AWS does outside its console.

    :raises BadRequestException: a WebSocket API, or a target that is neither a URL nor a function's ARN
    """
    _refuse_for_websocket(api, given)
    if not given.get("Target"):
        if given.get("RouteKey") or given.get("CredentialsArn"):
            raise BadRequestException("Target is required with a route key or credentials")
        return
    integration = add_integration(api, _integration(given) | _MANAGED)
    add_route(
        api,
        {"RouteKey": given.get("RouteKey", "$default"), "Target": f"integrations/{integration['IntegrationId']}"}
        | _MANAGED,
    )
    add_stage(api, {"StageName": "$default", "AutoDeploy": True} | _MANAGED)
    deploy_changes(api)


def update_quick_created(api: Api, given: Mapping[str, Any]) -> None:
    """UpdateApi is how the managed integration and route change: ``Target``, ``CredentialsArn``, ``RouteKey``.

    :raises BadRequestException: the API was not made by quick create
    """
    if not any(given.get(member) for member in QUICK_CREATE_MEMBERS):
        return
    _refuse_for_websocket(api, given)
    integration = next((i for i in api.integrations.values() if i.get("ApiGatewayManaged")), None)
    route = next((r for r in api.routes.values() if r.get("ApiGatewayManaged")), None)
    if integration is None or route is None:
        raise BadRequestException("Target, route key and credentials can be updated only on quick created APIs")
    changes = _integration(given) if given.get("Target") else {}
    if given.get("CredentialsArn"):
        changes["CredentialsArn"] = given["CredentialsArn"]
    replace_integration(api, integration["IntegrationId"], changes)
    if given.get("RouteKey"):
        replace_route(api, route["RouteId"], {"RouteKey": given["RouteKey"]})


def _refuse_for_websocket(api: Api, given: Mapping[str, Any]) -> None:
    if api.record["ProtocolType"] == "WEBSOCKET":
        refuse(given, "WEBSOCKET", *QUICK_CREATE_MEMBERS)


def _integration(given: Mapping[str, Any]) -> dict[str, Any]:
    target = cast("str", given["Target"])
    if target.startswith("arn:"):
        of_target = {"IntegrationType": "AWS_PROXY", "IntegrationMethod": "POST", "PayloadFormatVersion": "2.0"}
    else:
        of_target = {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "PayloadFormatVersion": "1.0"}
    credentials = {"CredentialsArn": given["CredentialsArn"]} if given.get("CredentialsArn") else {}
    return {**of_target, "IntegrationUri": target, **credentials}
