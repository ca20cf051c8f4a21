"""What a backend that is no function's proxy answered, as the result that such a function would give.

So a handshake reads its status, and a two-way route its body, from one form only.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.integrations.templates import render, select
from emulator.execute_api.websocket.request_mapping import value_in_body, value_of
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

    def as_proxy_result(self) -> bytes:
        """The JSON of a proxy result."""
        body = self.body.decode("utf-8", "replace")
        return json.dumps({"statusCode": self.status, "headers": dict(self.headers), "body": body}).encode()


def transform(
    answer: Answer, responses: Iterable[IntegrationResponseTypeDef], event: Mapping[str, Any], *, needed: bool
) -> Answer:
    """What the integration response that is for ``answer`` makes of it (row A70); its status stays.

    ``needed``: the client waits for what it makes, so there must be one.

    Raises:
        IntegrationError: there is none, its template fails, or what is to be binary is not.
    """
    response = _select(list(responses), str(answer.status) if answer.selector is None else answer.selector)
    if response is None:
        if needed:
            raise IntegrationError(
                f"No integration response is for the backend's answer with status {answer.status}, and none is for "
                "all ($default)."
            )
        return Answer(answer.status, answer.body)
    headers = _headers(response, answer, event)
    body = _converted(response.get("ContentHandlingStrategy"), answer.body)
    text = body.decode("utf-8", "replace")
    template = select(
        response.get("ResponseTemplates", {}), evaluate(response.get("TemplateSelectionExpression", ""), text)
    )
    if template is None:
        return Answer(answer.status, body, headers)
    rendered = render(template, text, event)
    return Answer(rendered.status or answer.status, rendered.text.encode(), headers | rendered.headers)


def _select(responses: list[IntegrationResponseTypeDef], selector: str) -> IntegrationResponseTypeDef | None:
    """The response whose ``/regex/`` is for all of ``selector``, else the one for all."""
    for response in responses:
        key = response["IntegrationResponseKey"]
        if key != _DEFAULT and re.fullmatch(key[1:-1], selector):
            return response
    return next((response for response in responses if response["IntegrationResponseKey"] == _DEFAULT), None)


def _converted(strategy: str | None, body: bytes) -> bytes:
    """Base64 to the client, or from the backend (row A64)."""
    if strategy == "CONVERT_TO_TEXT":
        return base64.b64encode(body)
    if strategy == "CONVERT_TO_BINARY":
        try:
            return base64.b64decode(body, validate=True)
        except ValueError as error:
            raise IntegrationError(f"The answer is to be binary, but is not base64: {error}") from error
    return body


def _headers(response: IntegrationResponseTypeDef, answer: Answer, event: Mapping[str, Any]) -> dict[str, str]:
    """What response parameters map: a handshake reads its subprotocol from here (row A15)."""
    headers = {}
    for key, expression in response.get("ResponseParameters", {}).items():
        _, _, name = key.partition(".response.header.")
        value = _value(expression, answer, event)
        if name and value is not None:
            headers[name] = value
    return headers


def _value(expression: str, answer: Answer, event: Mapping[str, Any]) -> str | None:
    if not expression.startswith("integration.response."):
        return value_of(expression, event)
    place, _, name = expression.removeprefix("integration.response.").partition(".")
    if place == "header":
        return next((value for key, value in answer.headers.items() if key.lower() == name.lower()), None)
    return value_in_body(name, answer.body.decode("utf-8", "replace")) if place == "body" else None
