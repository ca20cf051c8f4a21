"""The schemas of models: JSON schema, draft 4."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft4Validator, SchemaError

from emulator.apigatewayv2.errors import BadRequestException


def read_schema(text: str) -> dict[str, Any]:
    """The schema as an object.

    :raises BadRequestException: no JSON object, or no schema of draft 4
    """
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _invalid(f"Model schema is not valid JSON: {error}") from None
    if not isinstance(schema, dict):
        raise _invalid("Model schema is not a JSON object")
    try:
        Draft4Validator.check_schema(schema)
    except SchemaError as error:
        raise _invalid(f"Invalid model schema specified: {error.message}") from None
    except RecursionError:
        raise _invalid("Invalid model schema specified: it nests too deep") from None
    return schema


def _invalid(error: str) -> BadRequestException:
    return BadRequestException(f"Invalid model specified: Validation Result: warnings : [], errors : [{error}]")
