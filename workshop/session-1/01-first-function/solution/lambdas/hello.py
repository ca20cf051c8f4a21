"""GET /hello: is the API there?"""

import json


def handler(event, context):
    """Answer 200 with a message."""
    return {"statusCode": 200, "body": json.dumps({"message": "Hello, world!"})}
