"""GET /hello: is the API there?"""

from shared.responses import Response, json_response


def handler(_event: object, _context: object) -> Response:
    """Answer 200 ``{"message": "Hello, world!"}``."""
    return json_response({"message": "Hello, world!"})
