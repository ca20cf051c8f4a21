"""Messages to the clients that are connected."""

import json
from functools import cache

import boto3
from boto3.dynamodb.conditions import Key
from shared.table import CONNECTION, table


def send_to_all(message):
    """Send a message, as JSON, to every connection in the table; those that are gone are skipped."""
    # Query the connections, then post to each one.


@cache
def management_client(endpoint):
    """The client that posts to connections, made once for each endpoint."""
    return boto3.client("apigatewaymanagementapi", endpoint_url=endpoint)
