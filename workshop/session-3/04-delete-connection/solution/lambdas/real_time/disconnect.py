"""$disconnect: a WebSocket was closed."""

from shared.table import CONNECTION, table


def handler(event, context):
    """Forget the connection."""
    table.delete_item(Key={"partitionKey": CONNECTION, "sortKey": event["requestContext"]["connectionId"]})
    return {"statusCode": 200}
