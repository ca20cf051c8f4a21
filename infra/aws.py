"""The account to provision, and its clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient

DEFAULT_REGION = "eu-west-1"


def default_session() -> boto3.Session:
    """A session as the environment configures it, in eu-west-1 if it names no region."""
    session = boto3.Session()
    return session if session.region_name else boto3.Session(region_name=DEFAULT_REGION)


@dataclass(frozen=True)
class Aws:
    """One account and region. Clients are made once: they are thread-safe, making them is not."""

    partition: str
    region: str
    account_id: str
    apigateway: ApiGatewayV2Client
    dynamodb: DynamoDBClient
    events: EventBridgeClient
    iam: IAMClient
    lambda_: LambdaClient
    logs: CloudWatchLogsClient
    states: Any
    """Step Functions"""

    @classmethod
    def connect(cls, session: boto3.Session) -> Self:
        """Ask who we are. Endpoint and credentials are the session's."""
        config = Config(retries={"mode": "standard", "total_max_attempts": 10})
        _, partition, _, _, account_id, _ = session.client("sts").get_caller_identity()["Arn"].split(":", 5)
        return cls(
            partition=partition,
            region=session.region_name,
            account_id=account_id,
            apigateway=session.client("apigatewayv2", config=config),
            dynamodb=session.client("dynamodb", config=config),
            events=session.client("events", config=config),
            iam=session.client("iam", config=config),
            lambda_=session.client("lambda", config=config),
            logs=session.client("logs", config=config),
            states=session.client("stepfunctions", config=config),
        )

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of this account and region, such as ``function:hello`` of ``lambda``."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"
