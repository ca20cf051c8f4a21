"""The WebSocket API: what the game is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import api
from infra.application import Application
from infra.aws import Aws
from infra.permissions import Grant
from infra.report import Report

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import ApiTypeDef

    from infra.api import Api

PAYLOAD_VERSION = "1.0"


def apply(aws: Aws, application: Application, apis: list[ApiTypeDef], report: Report) -> Api:
    """Make the API."""
    settings = {"Name": f"{application.service}-websocket", "RouteSelectionExpression": "$request.body.action"}
    return api.apply(aws, application, "WEBSOCKET", settings, application.websocket_api_id, apis, report)


def apply_routes(aws: Aws, application: Application, websocket_api: Api, report: Report, *, is_new: bool) -> None:
    """Make the routes. A new API is known to have none."""
    api.apply_routes(
        aws, application, websocket_api, application.websocket_routes, PAYLOAD_VERSION, report, is_new=is_new
    )


def grants(aws: Aws, application: Application, api_id: str) -> list[Grant]:
    """The permissions that the routes need."""
    return api.grants(aws, application, api_id, application.websocket_routes, "websocket")
