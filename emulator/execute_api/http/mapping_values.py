"""Where parameter mapping finds its values: the request, the backend's response, context, stage variables (row B77)."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from emulator.execute_api.authorizers.grants import text
from emulator.execute_api.events.http_request import passed_headers
from emulator.execute_api.http.context_variables import context_variables
from emulator.execute_api.json_path import find_all

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall, HttpResponse

# Row B78: a JSON path sees no more of a body than this.
MAX_JSON_BYTES = 100 * 1024

_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class MappingValues:
    """The values that expressions of one call can name; those of the response once there is one."""

    def __init__(self, call: HttpCall, response: HttpResponse | None = None) -> None:
        self._call = call
        self._response = response

    def evaluate(self, expression: str) -> str | None:
        """The value of ``$request.header.name``, of text with ``${…}`` in it, or the text itself.

        None: the one thing that is asked for is not there. What is missing within a text is empty.
        """
        if alone := _VARIABLE.fullmatch(expression):
            return self._find(alone[1])
        if "${" in expression:
            return _VARIABLE.sub(lambda match: self._find(match[1]) or "", expression)
        return self._find(expression[1:]) if expression.startswith("$") else expression

    def _find(self, name: str) -> str | None:
        place, _, rest = name.partition(".")
        match place:
            case "context":
                return self._context.get(rest)
            case "stageVariables":
                return self._call.stage.get("StageVariables", {}).get(rest)
            case "request":
                return self._of_request(rest)
            case "response" if self._response:
                return self._of_response(self._response, rest)
        return None

    def _of_request(self, name: str) -> str | None:
        place, _, rest = name.partition(".")
        match place:
            case "header":
                return ",".join(self._headers.get(rest.lower(), ())) or None
            case "querystring":
                values = self._query.get(rest)
                return None if values is None else ",".join(values)
            case "path":
                # Without the stage, percent-encoded.
                return self._call.path_parameters.get(rest) if rest else self._call.resource_path
        return _of_body(self._call.request.body, name)

    @staticmethod
    def _of_response(response: HttpResponse, name: str) -> str | None:
        place, _, rest = name.partition(".")
        if place == "header":
            return ",".join(value for key, value in response.headers if key.lower() == rest.lower()) or None
        return _of_body(response.body, name)

    @cached_property
    def _context(self) -> dict[str, str]:
        return context_variables(self._call)

    @cached_property
    def _headers(self) -> dict[str, list[str]]:
        return passed_headers(self._call)

    @cached_property
    def _query(self) -> dict[str, list[str]]:
        return parse_qs(self._call.request.query_string, keep_blank_values=True)


def _of_body(body: bytes, name: str) -> str | None:
    """The value of ``body`` (as text) or of a JSON path below it, such as ``body.items[0].name``."""
    if name == "body":
        return body.decode(errors="replace") or None
    path = name.removeprefix("body")
    if path == name or not path.startswith((".", "[")) or ".." in path:
        return None
    found = find_all(_json(body), f"${path}")
    return None if not found or found[0] is None else text(found[0])


def _json(body: bytes) -> Any:
    try:
        return json.loads(body[:MAX_JSON_BYTES])
    except (ValueError, RecursionError):
        return None
