"""Numbers must be in the ranges of the API's model (conformance D12, D80), which LocalStack does not look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from botocore.model import OperationModel, Shape, StructureShape
from localstack.aws.spec import load_service

from emulator.lambda_api.constraints import constraint_error, violation

_NUMBERS = ("integer", "long", "float", "double")

# What the model does not say, or says only for functions on instances of one's own.
_MAXIMA = {"timeout": 900, "memorySize": 10_240}


def check_numbers(operation: OperationModel, request: Mapping[str, Any]) -> None:
    """Raises ``CommonServiceException`` if a number is too small or too large."""
    if not _has_numbers(operation.name):
        return  # as those that are called most, for which this would take too long
    if violations := list(_violations(operation.input_shape, request, "")):
        raise constraint_error(*violations)


@cache
def _has_numbers(operation: str) -> bool:
    return _is_about_numbers(load_service("lambda").operation_model(operation).input_shape)


def _is_about_numbers(shape: Shape | None) -> bool:
    if isinstance(shape, StructureShape):
        return any(_is_about_numbers(member) for member in shape.members.values())
    return shape is not None and shape.type_name in _NUMBERS


def _violations(shape: Shape | None, value: Any, path: str) -> Iterator[str]:
    if shape is None or value is None:
        return
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if name in value:
                yield from _violations(member, value[name], f"{path}.{_lower(name)}" if path else _lower(name))
    elif shape.type_name in _NUMBERS:
        least, most = shape.metadata.get("min"), _MAXIMA.get(path, shape.metadata.get("max"))
        if least is not None and value < least:
            yield violation(value, path, f"have value greater than or equal to {least}")
        if most is not None and value > most:
            yield violation(value, path, f"have value less than or equal to {most}")


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
