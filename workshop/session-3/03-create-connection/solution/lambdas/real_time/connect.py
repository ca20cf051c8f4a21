"""$connect: a client opens a WebSocket."""

from shared.table import CONNECTION, table


def handler(event, context):
    """Remember the connection and let the client in."""
    request = event["requestContext"]
    table.put_item(
        Item={
            "partitionKey": CONNECTION,
            "sortKey": request["connectionId"],
            "endpoint": f"https://{request['domainName']}/{request['stage']}",
        }
    )
    return {"statusCode": 200}
