"""How long to wait until a virus is created."""

import random


def handler(event, context):
    """Choose a delay from 1 to 60 seconds."""
    return {"seconds": random.randint(1, 60)}
