"""Answers in the shape that API Gateway wants."""

import json


def ok(body):
    """200 with `body` as JSON."""
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
