"""GET /hello: is the API there?"""

import json


def handler(event, context):
    """Greet whom the caller names."""
    name = (event.get("queryStringParameters") or {}).get("name", "world")
    return {"statusCode": 200, "body": json.dumps({"message": f"Hello, {name}!"})}
