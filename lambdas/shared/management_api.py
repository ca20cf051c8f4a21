"""Clients of the API Gateway management API, which posts to WebSocket connections."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from shared.sdk import CONFIG

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

# How many messages are under way at the same time.
CONCURRENT_POSTS = 16


@cache
def management_client(endpoint: str) -> "ApiGatewayManagementApiClient":
    """The client of one stage, made once and kept for later invocations. Clients are thread-safe, making one is not."""
    return boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=endpoint,
        config=CONFIG.merge(
            Config(
                max_pool_connections=CONCURRENT_POSTS,
                connect_timeout=2,
                read_timeout=5,
                retries={"mode": "standard", "total_max_attempts": 3},
            )
        ),
    )
