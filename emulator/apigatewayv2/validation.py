"""Checks that apply to every request: what botocore's model of API Gateway v2 requires and bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from emulator.apigatewayv2.errors import BadRequestException

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

# The model has string lengths in the names of its shapes only (StringWithLengthBetween1And128).
_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "double": (int, float),
    "integer": int,
    "list": list,
    "map": Mapping,
    "string": str,
    "structure": Mapping,
}
_LENGTH = re.compile(r"\w+WithLengthBetween(\d+)And(\d+)(K?)")


def validate(request: Mapping[str, Any], shape: StructureShape) -> None:
    """Check required members, types, enumerations, ranges and lengths.

    :param request: parameters by member name; nothing is expected of their types
    :param shape: the input shape of the operation
    :raises BadRequestException: for the first member that breaks the model
    """
    for name in shape.required_members:
        if request.get(name) in (None, ""):
            raise BadRequestException(f"{in_words(name).capitalize()} is required")
    for name, value in request.items():
        _validate_value(name, value, shape.members[name])


def in_words(member: str) -> str:
    """The member's name as AWS's messages write it: ``RouteKey`` is "route key"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", member).lower()


def query_booleans(request: Mapping[str, Any], shape: StructureShape) -> dict[str, Any]:
    """``request`` with the truth values of the query string, which LocalStack's parser leaves as text, as such."""
    return {
        name: value.lower() == "true" if isinstance(value, str) and _is_query_boolean(shape.members[name]) else value
        for name, value in request.items()
    }


def _is_query_boolean(shape: Shape) -> bool:
    return shape.type_name == "boolean" and shape.serialization.get("location") == "querystring"


def _validate_value(name: str, value: Any, shape: Shape) -> None:
    expected = _PYTHON_TYPES.get(shape.type_name)
    if expected and (not isinstance(value, expected) or (isinstance(value, bool) and shape.type_name != "boolean")):
        raise BadRequestException(f"{in_words(name).capitalize()} must be a {shape.type_name}")
    match shape.type_name:
        case "structure":
            validate(value, cast("StructureShape", shape))
        case "map":
            for key, item in value.items():
                _validate_value(f"{name}Key", key, cast("MapShape", shape).key)
                _validate_value(name, item, cast("MapShape", shape).value)
        case "list":
            for item in value:
                _validate_value(name, item, cast("ListShape", shape).member)
        case "integer":
            _check_range(name, value, shape)
        case "string":
            _check_string(name, value, cast("StringShape", shape))


def _check_range(name: str, value: int, shape: Shape) -> None:
    lowest, highest = shape.metadata.get("min"), shape.metadata.get("max")
    if lowest is not None and highest is not None:
        check_range(name, value, lowest, highest)


def check_range(name: str, value: int, lowest: int, highest: int) -> None:
    """:raises BadRequestException: when ``value`` of member ``name`` is not within the bounds"""
    if not lowest <= value <= highest:
        raise BadRequestException(f"{in_words(name).capitalize()} must be between {lowest} and {highest}")


def _check_string(name: str, value: str, shape: StringShape) -> None:
    # An empty string unsets a member, so it is never too short, nor outside an enumeration.
    if not value:
        return
    if shape.enum and value not in shape.enum:
        subject = "protocol" if name == "ProtocolType" else in_words(name)
        raise BadRequestException(f"Invalid {subject} specified. Must be one of [{', '.join(sorted(shape.enum))}]")
    if bounds := _LENGTH.fullmatch(shape.name):
        longest = int(bounds[2]) * (1024 if bounds[3] else 1)
        if len(value) > longest:
            raise BadRequestException(f"{in_words(name).capitalize()} may have at most {longest} characters")
