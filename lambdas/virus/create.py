"""POST /virus, and once a minute the schedule: create a virus."""

import base64
import json
from http import HTTPStatus
from uuid import uuid4

from shared import table
from shared.responses import Response, json_response


def handler(event: object, _context: object) -> Response:
    """Store a new virus and answer ``{"id": …}``.

    Needs nothing from the event, so that any trigger can create viruses. A body that is not JSON is answered with 400.
    """
    if not has_acceptable_body(event):
        return json_response({"message": "The request body is not valid JSON."}, HTTPStatus.BAD_REQUEST)
    virus_id = str(uuid4())
    table.put(table.VIRUS, virus_id)
    return json_response({"id": virus_id})


def has_acceptable_body(event: object) -> bool:
    """Whether the event has no request body, or one that is JSON."""
    body = event.get("body") if isinstance(event, dict) else None
    if not isinstance(event, dict) or not isinstance(body, str) or not body:
        return True
    try:
        json.loads(base64.b64decode(body) if event.get("isBase64Encoded") else body)
    except (ValueError, RecursionError):
        return False
    return True
