"""Where the control plane keeps what it was told, and where the data plane looks it up.

Records are the CamelCase shapes of botocore's ``apigatewayv2`` model and are never changed: an update puts a new
record (or a new inner map of records) in the place of the old one. So a record may be answered, frozen in a snapshot
and read by the data plane without a copy and without a lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING

from localstack.constants import AWS_REGION_US_EAST_1, DEFAULT_AWS_ACCOUNT_ID
from localstack.services.stores import AccountRegionBundle, BaseStore, CrossAccountAttribute

from emulator.stores import store_in

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        ApiMappingTypeDef,
        ApiTypeDef,
        AuthorizerTypeDef,
        DeploymentTypeDef,
        DomainNameTypeDef,
        IntegrationResponseTypeDef,
        IntegrationTypeDef,
        ModelTypeDef,
        RouteResponseTypeDef,
        RouteTypeDef,
        StageTypeDef,
    )


LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """What one deployment froze: the configuration a stage serves until it points to another deployment.

    A snapshot is never changed, so the data plane may keep what it derives from one (route tables) as long as the
    snapshot lives.
    """

    api: ApiTypeDef
    routes: dict[str, RouteTypeDef]
    """by RouteId"""
    integrations: dict[str, IntegrationTypeDef]
    """by IntegrationId"""
    route_responses: dict[str, dict[str, RouteResponseTypeDef]] = field(default_factory=dict)
    """by RouteId, then by RouteResponseId"""
    integration_responses: dict[str, dict[str, IntegrationResponseTypeDef]] = field(default_factory=dict)
    """by IntegrationId, then by IntegrationResponseId"""
    authorizers: dict[str, AuthorizerTypeDef] = field(default_factory=dict)
    """by AuthorizerId"""
    models: dict[str, ModelTypeDef] = field(default_factory=dict)
    """by ModelId"""

    # Two deployments with equal content are still two deployments: compare and hash by identity.
    __hash__ = object.__hash__
    __eq__ = object.__eq__


@dataclass
class Deployment:
    """A deployment's record and what it froze."""

    record: DeploymentTypeDef
    snapshot: Snapshot


@dataclass
class Api:
    """One API with everything below it, as last told (not necessarily deployed)."""

    account_id: str
    region: str
    record: ApiTypeDef
    routes: dict[str, RouteTypeDef] = field(default_factory=dict)
    integrations: dict[str, IntegrationTypeDef] = field(default_factory=dict)
    route_responses: dict[str, dict[str, RouteResponseTypeDef]] = field(default_factory=dict)
    integration_responses: dict[str, dict[str, IntegrationResponseTypeDef]] = field(default_factory=dict)
    authorizers: dict[str, AuthorizerTypeDef] = field(default_factory=dict)
    models: dict[str, ModelTypeDef] = field(default_factory=dict)
    stages: dict[str, StageTypeDef] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)

    def deployed(self, stage_name: str) -> Snapshot | None:
        """The snapshot that ``stage_name`` serves, or None: no such stage, or nothing deployed to it yet."""
        stage = self.stages.get(stage_name)
        deployment = self.deployments.get(stage.get("DeploymentId", "")) if stage else None
        return deployment.snapshot if deployment else None

    def freeze(self) -> Snapshot:
        """The configuration as it is now, unmoved by later changes."""
        return Snapshot(
            api=self.record,
            routes=dict(self.routes),
            integrations=dict(self.integrations),
            route_responses=dict(self.route_responses),
            integration_responses=dict(self.integration_responses),
            authorizers=dict(self.authorizers),
            models=dict(self.models),
        )


@dataclass
class Domain:
    """One custom domain name with its API mappings."""

    account_id: str
    region: str
    record: DomainNameTypeDef
    mappings: dict[str, ApiMappingTypeDef] = field(default_factory=dict)
    """by ApiMappingId; replaced, never changed, because the data plane reads it without a lock"""


class ApiGatewayV2Store(BaseStore):
    """The APIs and domain names, reached through any account and region."""

    apis: dict[str, Api] = CrossAccountAttribute(default=dict)
    """All accounts' and regions' APIs by ApiId: a data plane URL names neither, and finds its API in one step."""
    domains: dict[str, Domain] = CrossAccountAttribute(default=dict)
    """All accounts' and regions' custom domains by DomainName, for the same reason."""


apigatewayv2_stores: AccountRegionBundle[ApiGatewayV2Store] = AccountRegionBundle("apigatewayv2", ApiGatewayV2Store)

lock = RLock()
"""Held by every control plane operation: they are short, and ids are unique across accounts and regions."""

on_api_deleted: list[Callable[[str], None]] = []
"""Called with the ApiId of every deleted API, in DeleteApi's thread and under ``lock``: return at once."""

on_authorizers_reset: list[Callable[[str, str], None]] = []
"""Called with ApiId and StageName by ResetAuthorizersCache, in its thread and under ``lock``: return at once."""


def notify[**Arguments](
    listeners: list[Callable[Arguments, None]], *arguments: Arguments.args, **named: Arguments.kwargs
) -> None:
    """Call every listener. One that fails is logged: it must not turn what happened into a failure of the operation."""
    for listener in listeners:
        try:
            listener(*arguments, **named)
        except Exception:
            LOG.exception("A listener of the control plane failed (%s)", arguments)


def find_api(api_id: str) -> Api | None:
    """The API with this id in any account and region."""
    return all_apis().get(api_id)


def all_apis() -> dict[str, Api]:
    """The APIs of all accounts and regions by ApiId."""
    return _any_store().apis


def all_domains() -> dict[str, Domain]:
    """The custom domains of all accounts and regions by DomainName."""
    return _any_store().domains


def _any_store() -> ApiGatewayV2Store:
    # LocalStack shares a cross-account attribute among the stores of all accounts and regions: any one will do.
    store: ApiGatewayV2Store = store_in(apigatewayv2_stores, DEFAULT_AWS_ACCOUNT_ID, AWS_REGION_US_EAST_1)
    return store
