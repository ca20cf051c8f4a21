"""The CORS configuration of HTTP APIs, and DeleteCorsConfiguration. CreateApi and UpdateApi set it as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.lookup import api_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import ApiTypeDef, CorsUnionTypeDef, DeleteCorsConfigurationRequestTypeDef

_ORIGIN = re.compile(r"\*|[A-Za-z][A-Za-z0-9+.-]*://(\*|[^\s/*]+)")


class CorsOperations:
    """The handler of the one operation on CORS alone."""

    @operation("DeleteCorsConfiguration")
    def delete_cors_configuration(
        self, context: RequestContext, request: DeleteCorsConfigurationRequestTypeDef
    ) -> None:
        api = api_of(context, request["ApiId"])
        api.record = cast("ApiTypeDef", settings(api.record, "CorsConfiguration"))
        deploy_changes(api)


def check_cors(configuration: CorsUnionTypeDef) -> None:
    """Check a CORS configuration.

    :raises BadRequestException: credentials for any origin, or an origin that is neither ``*`` nor scheme and host
    """
    origins = configuration.get("AllowOrigins", [])
    if configuration.get("AllowCredentials") and "*" in origins:
        raise BadRequestException("allow-credentials is not supported if 'allow-origin' is *")
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise BadRequestException(f"Invalid format for origin {origin}")
