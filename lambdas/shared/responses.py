"""Answers in the shape API Gateway expects from a proxy integration."""

import json
from http import HTTPStatus
from typing import NotRequired, TypedDict


class Response(TypedDict):
    """A Lambda proxy response."""

    statusCode: int
    headers: NotRequired[dict[str, str]]
    body: NotRequired[str]


def json_response(body: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """``body`` as JSON, with its content type: API Gateway would call it text/plain otherwise."""
    return {"statusCode": status.value, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
