"""Messages to the clients that are connected."""

import json
from functools import cache

import boto3
from boto3.dynamodb.conditions import Key
from shared.table import CONNECTION, table


def send_to_all(message):
    """Send a message, as JSON, to every connection in the table; those that are gone are skipped."""
    found = table.query(KeyConditionExpression=Key("partitionKey").eq(CONNECTION), ConsistentRead=True)
    for connection in found["Items"]:
        client = management_client(connection["endpoint"])
        try:
            client.post_to_connection(ConnectionId=connection["sortKey"], Data=json.dumps(message))
        except client.exceptions.GoneException:
            print(f"{connection['sortKey']} is gone")


@cache
def management_client(endpoint):
    """The client that posts to connections, made once for each endpoint."""
    return boto3.client("apigatewaymanagementapi", endpoint_url=endpoint)
