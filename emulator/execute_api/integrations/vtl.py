"""LocalStack's VTL engine for REST APIs, with what differs for our templates (row A73).

Importing this takes a good half second: only templates need it.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.template_mapping import (
    ApiGatewayVtlTemplate,
    VelocityInput,
    VelocityUtilApiGateway,
)

from emulator.execute_api.json_path import find_all


class _Input(VelocityInput):
    """``$input``. Paths are compiled once, and JSON is written as AWS does, without spaces."""

    def _extract_json_path(self, path: str) -> Any:
        try:
            found = find_all(json.loads(self.value or "null"), path)
        except (ValueError, RecursionError):
            return None
        return found[0] if len(found) == 1 else found or None

    def json(self, path: str) -> str:
        found = self._extract_json_path(path or "$")
        return json.dumps("" if found is None else found, separators=(",", ":"), ensure_ascii=False)


class _Util(VelocityUtilApiGateway):
    """``$util``."""

    def base64Decode(self, s: Any) -> str:  # noqa: N802 - VTL's name
        return base64.b64decode(str(s)).decode(errors="replace")

    def escapeJavaScript(self, obj: Any) -> str:  # noqa: N802 - VTL's name
        """As in a JSON string, and single quotes, too."""
        return str(super().escapeJavaScript(obj)).replace("'", "\\'")


class Engine(ApiGatewayVtlTemplate):
    """Renders templates. ``render_vtl`` may change the variables that it is given."""

    def prepare_namespace(self, variables: Any, *arguments: Any) -> dict[str, Any]:
        """What templates can name."""
        namespace = super().prepare_namespace(variables, *arguments)
        given = variables["input"]
        return {**namespace, "input": _Input(given["body"], given["params"]), "util": _Util()}
