"""What HTTP and WebSocket APIs have in common: ownership, routes to functions, the stage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from infra import functions
from infra.application import Application
from infra.aws import Aws
from infra.permissions import Grant
from infra.report import Action, Change, Differences, Report, differences
from infra.waiting import retry

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.literals import ProtocolTypeType
    from mypy_boto3_apigatewayv2.type_defs import (
        ApiTypeDef,
        CreateApiResponseTypeDef,
        IntegrationTypeDef,
        RouteTypeDef,
        UpdateApiResponseTypeDef,
    )

    type Api = ApiTypeDef | CreateApiResponseTypeDef | UpdateApiResponseTypeDef


def find_all(aws: Aws, application: Application) -> list[ApiTypeDef]:
    """Our APIs: those with our tag."""
    pages = aws.apigateway.get_paginator("get_apis").paginate()
    return [api for page in pages for api in page["Items"] if application.owns(api.get("Tags", {}))]


def find(apis: list[ApiTypeDef], protocol: ProtocolTypeType) -> ApiTypeDef | None:
    """The API of a protocol among ours, or None."""
    return next((api for api in apis if api["ProtocolType"] == protocol), None)


def apply(
    aws: Aws,
    application: Application,
    protocol: ProtocolTypeType,
    settings: dict[str, Any],
    proposed_id: str,
    apis: list[ApiTypeDef],
    report: Report,
) -> Api:
    """Make an API as wanted, without what is below it, given our APIs that are there."""
    api: Api | None = find(apis, protocol)
    action = Action.UNCHANGED
    differing: Differences = ()
    if api is None:
        tags = application.tags
        if not application.shared_account:
            # An account of our own may let us choose the id, by this tag.
            tags["_custom_id_"] = own_id(proposed_id, aws.account_id)
        api = aws.apigateway.create_api(ProtocolType=protocol, Tags=tags, **settings)
        action = Action.CREATED
    elif differing := differences(api, settings):
        api = aws.apigateway.update_api(ApiId=api["ApiId"], **settings)
        action = Action.UPDATED
    report(Change("api", settings["Name"], action, differing))
    return api


def own_id(proposed_id: str, account_id: str) -> str:
    """The id that an API of this account asks for: an id is a host name, and accounts must not want the same.

    The account of those who name none, whose number is zero, has ``proposed_id`` itself.
    """
    return "-".join(filter(None, (proposed_id, account_id.lstrip("0"))))


def apply_routes(
    aws: Aws,
    application: Application,
    api: Api,
    routes: dict[str, str],
    payload_version: str,
    report: Report,
    *,
    is_new: bool,
) -> None:
    """Make the routes of an API lead to the functions as wanted, by route key, with one integration a function."""
    api_id, api_name = api["ApiId"], api["Name"]
    integrations = {} if is_new else _integrations(aws, api_id)
    wanted_uris = {function: _integration_uri(aws, application, function) for function in routes.values()}
    targets: dict[str, str] = {}
    for function, uri in wanted_uris.items():
        integration_id, action, differing = _apply_integration(aws, api_id, uri, payload_version, integrations.get(uri))
        targets[function] = f"integrations/{integration_id}"
        report(Change("integration", f"{api_name} {function}", action, differing))

    current = {} if is_new else _routes(aws, api_id)
    # First what is not wanted: a route whose path variable has a new name cannot stand beside the old one.
    for route_key in current.keys() - routes.keys():
        aws.apigateway.delete_route(ApiId=api_id, RouteId=current[route_key]["RouteId"])
        report(Change("route", f"{api_name} {route_key}", Action.DELETED))
    for route_key, function in routes.items():
        done = _apply_route(aws, api_id, route_key, targets[function], current.get(route_key))
        report(Change("route", f"{api_name} {route_key}", *done))

    for uri in integrations.keys() - set(wanted_uris.values()):
        aws.apigateway.delete_integration(ApiId=api_id, IntegrationId=integrations[uri]["IntegrationId"])
        report(Change("integration", f"{api_name} {_function_of(application, uri)}", Action.DELETED))


def apply_stage(aws: Aws, application: Application, api: Api, report: Report) -> None:
    """Make the stage, which serves every change of the API by itself. Needs routes: there is nothing to serve else."""
    api_id, stage = api["ApiId"], application.stage
    action = Action.UNCHANGED
    differing: Differences = ()
    try:
        if differing := differences(aws.apigateway.get_stage(ApiId=api_id, StageName=stage), {"AutoDeploy": True}):
            aws.apigateway.update_stage(ApiId=api_id, StageName=stage, AutoDeploy=True)
            action = Action.UPDATED
    except aws.apigateway.exceptions.NotFoundException:
        aws.apigateway.create_stage(ApiId=api_id, StageName=stage, AutoDeploy=True)
        action = Action.CREATED
    report(Change("stage", f"{api['Name']} {stage}", action, differing))


def grants(aws: Aws, application: Application, api_id: str, routes: dict[str, str], prefix: str) -> list[Grant]:
    """The permissions of an API to invoke the functions of its routes, each for its route only."""
    return [
        Grant(
            function=function,
            statement_id=f"{prefix}-{re.sub(r'[^A-Za-z0-9]+', '-', route_key).strip('-')}",
            principal="apigateway.amazonaws.com",
            source_arn=aws.arn("execute-api", f"{api_id}/{application.stage}/{_method_and_path(route_key)}"),
        )
        for route_key, function in routes.items()
    ]


def remove(aws: Aws, api: Api, report: Report) -> None:
    """Delete an API and all that is below it."""

    def is_transient(error: Exception) -> bool:
        # AWS lets an account delete one API every 30 seconds.
        return isinstance(error, aws.apigateway.exceptions.TooManyRequestsException)

    retry(lambda: aws.apigateway.delete_api(ApiId=api["ApiId"]), is_transient)
    report(Change("api", api["Name"], Action.DELETED))


def _integration_uri(aws: Aws, application: Application, function: str) -> str:
    function_arn = functions.arn(aws, application, function)
    return f"arn:{aws.partition}:apigateway:{aws.region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"


def _function_of(application: Application, uri: str) -> str:
    """The name in the application of the function that an integration invokes, or its URI if it is another's."""
    match = re.search(rf":function:{re.escape(application.resource_name(''))}(.+)/invocations$", uri)
    return match[1] if match else uri


def _integrations(aws: Aws, api_id: str) -> dict[str, IntegrationTypeDef]:
    pages = aws.apigateway.get_paginator("get_integrations").paginate(ApiId=api_id)
    return {integration.get("IntegrationUri", ""): integration for page in pages for integration in page["Items"]}


def _routes(aws: Aws, api_id: str) -> dict[str, RouteTypeDef]:
    pages = aws.apigateway.get_paginator("get_routes").paginate(ApiId=api_id)
    return {route["RouteKey"]: route for page in pages for route in page["Items"]}


def _apply_integration(
    aws: Aws, api_id: str, uri: str, payload_version: str, current: IntegrationTypeDef | None
) -> tuple[str, Action, Differences]:
    wanted: dict[str, Any] = {
        "IntegrationType": "AWS_PROXY",
        "IntegrationMethod": "POST",
        "IntegrationUri": uri,
        "PayloadFormatVersion": payload_version,
    }
    if current is None:
        created = aws.apigateway.create_integration(ApiId=api_id, **wanted)
        return created["IntegrationId"], Action.CREATED, ()
    if differing := differences(current, wanted):
        aws.apigateway.update_integration(ApiId=api_id, IntegrationId=current["IntegrationId"], **wanted)
        return current["IntegrationId"], Action.UPDATED, differing
    return current["IntegrationId"], Action.UNCHANGED, ()


def _apply_route(
    aws: Aws, api_id: str, route_key: str, target: str, current: RouteTypeDef | None
) -> tuple[Action, Differences]:
    if current is None:
        aws.apigateway.create_route(ApiId=api_id, RouteKey=route_key, Target=target)
        return Action.CREATED, ()
    if differing := differences(current, {"Target": target}):
        aws.apigateway.update_route(ApiId=api_id, RouteId=current["RouteId"], Target=target)
        return Action.UPDATED, differing
    return Action.UNCHANGED, ()


def _method_and_path(route_key: str) -> str:
    """A route key as the end of an execute-api ARN: ``GET /virus`` is ``GET/virus``, ``ANY /virus`` is ``*/virus``."""
    method, _, path = route_key.rpartition(" ")
    return f"{'*' if method == 'ANY' else method}{path}"
