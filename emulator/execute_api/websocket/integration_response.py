"""What a backend that is no function's proxy answered, as the result that such a function would give.

So a handshake reads its status, and a two-way route its body, from one form only.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulator.execute_api.integrations.templates import render, select
from emulator.execute_api.websocket.route_selection import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mypy_boto3_apigatewayv2.type_defs import IntegrationResponseTypeDef

_DEFAULT = "$default"


@dataclass(frozen=True, slots=True)
class Answer:
    """A backend's answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    selector: str | None = None
    """what integration response keys are held against; the status if None (row A71)"""


def as_proxy_result(answer: Answer, responses: Iterable[IntegrationResponseTypeDef], event: Mapping[str, Any]) -> bytes:
    """The JSON of a proxy result, its body made by the integration response that is for ``answer`` (row A70).

    Raises:
        IntegrationError: a response template fails.
    """
    response = _select(list(responses), str(answer.status) if answer.selector is None else answer.selector)
    body = answer.body.decode("utf-8", "replace")
    if response:
        templates = response.get("ResponseTemplates", {})
        template = select(templates, evaluate(response.get("TemplateSelectionExpression", ""), body))
        if response.get("ContentHandlingStrategy") == "CONVERT_TO_TEXT":
            body = base64.b64encode(answer.body).decode()  # row A64
        if template is not None:
            body = render(template, body, event)
    return json.dumps({"statusCode": answer.status, "headers": dict(answer.headers), "body": body}).encode()


def _select(responses: list[IntegrationResponseTypeDef], selector: str) -> IntegrationResponseTypeDef | None:
    """The response whose ``/regex/`` matches, else the one for all."""
    for response in responses:
        key = response["IntegrationResponseKey"]
        if key != _DEFAULT and re.search(key.strip("/"), selector):
            return response
    return next((response for response in responses if response["IntegrationResponseKey"] == _DEFAULT), None)
