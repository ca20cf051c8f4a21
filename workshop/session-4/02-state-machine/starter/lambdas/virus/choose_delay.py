"""How long to wait until a virus is created."""


def handler(event, context):
    """Choose a delay from 1 to 60 seconds."""
    return {"seconds": 1}
