"""$disconnect: a WebSocket was closed."""


def handler(event, context):
    """Nothing to do yet."""
    return {"statusCode": 200}
