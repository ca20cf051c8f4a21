"""The API Gateway v2 control plane: one class of handlers for each kind of resource."""

from __future__ import annotations

from emulator.apigatewayv2.api_mappings import ApiMappingOperations
from emulator.apigatewayv2.apis import ApiOperations
from emulator.apigatewayv2.authorizers import AuthorizerOperations
from emulator.apigatewayv2.cors import CorsOperations
from emulator.apigatewayv2.deployments import DeploymentOperations
from emulator.apigatewayv2.domain_names import DomainNameOperations
from emulator.apigatewayv2.integration_responses import IntegrationResponseOperations
from emulator.apigatewayv2.integrations import IntegrationOperations
from emulator.apigatewayv2.models import ModelOperations
from emulator.apigatewayv2.route_responses import RouteResponseOperations
from emulator.apigatewayv2.routes import RouteOperations
from emulator.apigatewayv2.stages import StageOperations
from emulator.apigatewayv2.tags import TagOperations


class ApiGatewayV2Provider(
    ApiOperations,
    CorsOperations,
    AuthorizerOperations,
    RouteOperations,
    RouteResponseOperations,
    IntegrationOperations,
    IntegrationResponseOperations,
    ModelOperations,
    StageOperations,
    DeploymentOperations,
    DomainNameOperations,
    ApiMappingOperations,
    TagOperations,
):
    """What LocalStack calls for ``apigatewayv2``. LocalStack itself answers operations that are not here (501)."""

    service = "apigatewayv2"
