"""The HTTP API: what the game asks for."""

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

PAYLOAD_VERSION = "2.0"
PREFLIGHT_SECONDS = 300


def apply(aws: Aws, application: Application, apis: list[ApiTypeDef], report: Report) -> Api:
    """Make the API, which lets the game's pages call it (CORS)."""
    methods = {route_key.partition(" ")[0] for route_key in application.http_routes}
    settings = {
        "Name": f"{application.service}-http",
        "CorsConfiguration": {
            "AllowOrigins": list(application.allowed_origins),
            "AllowMethods": sorted(methods),
            "AllowHeaders": ["content-type"],
            "MaxAge": PREFLIGHT_SECONDS,
        },
    }
    return api.apply(aws, application, "HTTP", settings, application.http_api_id, apis, report)


def apply_routes(aws: Aws, application: Application, http_api: Api, report: Report, *, is_new: bool) -> None:
    """Make the routes. A new API is known to have none."""
    api.apply_routes(aws, application, http_api, application.http_routes, PAYLOAD_VERSION, report, is_new=is_new)


def grants(aws: Aws, application: Application, api_id: str) -> list[Grant]:
    """The permissions that the routes need."""
    return api.grants(aws, application, api_id, application.http_routes, "http")
