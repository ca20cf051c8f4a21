"""The API Gateway v2 control plane: one class of handlers for each kind of resource."""

from __future__ import annotations

from localstack.state import StateVisitor

from emulator.apigatewayv2.api_mappings import ApiMappingOperations
from emulator.apigatewayv2.apis import ApiOperations
from emulator.apigatewayv2.authorizers import AuthorizerOperations
from emulator.apigatewayv2.cors import CorsOperations
from emulator.apigatewayv2.deployments import DeploymentOperations
from emulator.apigatewayv2.domain_names import DomainNameOperations
from emulator.apigatewayv2.integration_responses import IntegrationResponseOperations
from emulator.apigatewayv2.integrations import IntegrationOperations
from emulator.apigatewayv2.models import ModelOperations
from emulator.apigatewayv2.not_offered import NotOfferedOperations
from emulator.apigatewayv2.openapi.operations import OpenApiOperations
from emulator.apigatewayv2.route_responses import RouteResponseOperations
from emulator.apigatewayv2.routes import RouteOperations
from emulator.apigatewayv2.stages import StageOperations
from emulator.apigatewayv2.store import apigatewayv2_stores
from emulator.apigatewayv2.tags import TagOperations


class ApiGatewayV2Provider(
    ApiOperations,
    OpenApiOperations,
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
    NotOfferedOperations,
):
    """What LocalStack calls for ``apigatewayv2``."""

    service = "apigatewayv2"

    def accept_state_visitor(self, visitor: StateVisitor) -> None:
        """Show what is kept, to be written down and read back."""
        visitor.visit(apigatewayv2_stores)
