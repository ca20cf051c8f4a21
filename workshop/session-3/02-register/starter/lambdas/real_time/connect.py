"""$connect: a client opens a WebSocket."""


def handler(event, context):
    """Let the client in."""
    return {"statusCode": 200}
