"""Request models: a message that is not as its route's model says is not worth a call (row A62)."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from jsonschema import Draft4Validator
from jsonschema.exceptions import SchemaError, ValidationError

from emulator.execute_api.websocket.route_selection import evaluate

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.store import Snapshot

_DEFAULT = "$default"


def is_valid(snapshot: Snapshot, route: RouteTypeDef, body: str) -> bool:
    """Whether ``body`` fulfils the model that the route's model selection expression names, or there is no expression.

    With an expression there must be a model: what neither its value nor ``$default`` has one for is not valid.
    """
    expression = route.get("ModelSelectionExpression")
    if not expression:
        return True
    models = route.get("RequestModels", {})
    name = models.get(evaluate(expression, body)) or models.get(_DEFAULT)
    schema = next((model["Schema"] for model in snapshot.models.values() if model["Name"] == name), None)
    if schema is None:
        return False
    try:
        _validator(schema).validate(json.loads(body))
    except (ValueError, RecursionError, ValidationError):
        return False
    return True


@lru_cache(maxsize=256)
def _validator(schema: str) -> Draft4Validator:
    definition = json.loads(schema)
    try:
        Draft4Validator.check_schema(definition)
    except SchemaError:
        # The control plane has let it pass; it forbids nothing.
        return Draft4Validator({})
    return Draft4Validator(definition)
