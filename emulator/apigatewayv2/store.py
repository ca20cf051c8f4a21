"""Where the control plane keeps what it was told, and where the data plane looks it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localstack.services.stores import AccountRegionBundle, BaseStore, LocalAttribute

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        ApiTypeDef,
        DeploymentTypeDef,
        IntegrationTypeDef,
        RouteTypeDef,
        StageTypeDef,
    )


@dataclass(frozen=True)
class Snapshot:
    """What one deployment froze: the configuration a stage serves until it points to another deployment.

    Records are the CamelCase shapes of botocore's ``apigatewayv2`` model. A snapshot is never changed, so
    the data plane may keep what it derives from one (route tables) as long as the snapshot lives.
    """

    api: ApiTypeDef
    routes: dict[str, RouteTypeDef]
    """by RouteId"""
    integrations: dict[str, IntegrationTypeDef]
    """by IntegrationId"""

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
    stages: dict[str, StageTypeDef] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)

    def deployed(self, stage_name: str) -> Snapshot | None:
        """The snapshot that ``stage_name`` serves, or None: no such stage, or nothing deployed to it yet."""
        stage = self.stages.get(stage_name)
        deployment = self.deployments.get(stage.get("DeploymentId", "")) if stage else None
        return deployment.snapshot if deployment else None


class ApiGatewayV2Store(BaseStore):
    """APIs of one account and region."""

    apis: dict[str, Api] = LocalAttribute(default=dict)
    """by ApiId"""


apigatewayv2_stores: AccountRegionBundle[ApiGatewayV2Store] = AccountRegionBundle("apigatewayv2", ApiGatewayV2Store)


def find_api(api_id: str) -> Api | None:
    """The API with this id in any account and region: a data plane URL names neither."""
    for _account_id, _region, store in apigatewayv2_stores.iter_stores():
        if api := store.apis.get(api_id):
            return api
    return None
