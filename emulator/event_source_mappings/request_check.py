"""The ranges of a mapping's settings, which LocalStack does not check (row D12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from localstack.aws import handlers
from localstack.aws.api import CommonServiceException
from localstack.aws.api.lambda_ import InvalidParameterValueException

if TYPE_CHECKING:
    from botocore.model import StructureShape
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

_OPERATIONS = ("CreateEventSourceMapping", "UpdateEventSourceMapping")
_SHORTEST_RECORD_AGE = 60
_MOST_FILTERS = 5


def install() -> None:
    """Check from now on."""
    handlers.serve_custom_service_request_handlers.append(_check)


def _check(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    if not context.operation or context.service.service_name != "lambda" or context.operation.name not in _OPERATIONS:
        return
    check_settings(context.service_request or {}, context.operation.input_shape)


def check_settings(request: Mapping[str, Any], shape: StructureShape) -> None:
    """Check the settings of a mapping, by the service model's ``shape`` of the request.

    Raises:
        CommonServiceException: ``ValidationException`` in AWS's words, when a number is out of its range.
        InvalidParameterValueException: when it is none of the numbers in between.
    """
    errors = list(_out_of_range(request, shape))
    if errors:
        count = f"{len(errors)} validation error{'s' if len(errors) > 1 else ''} detected: "
        raise CommonServiceException("ValidationException", count + "; ".join(errors), 400)
    age = request.get("MaximumRecordAgeInSeconds")
    if age is not None and 0 <= age < _SHORTEST_RECORD_AGE:
        raise InvalidParameterValueException(
            f"MaximumRecordAgeInSeconds is {age}: it must be -1, or {_SHORTEST_RECORD_AGE} and more.", Type="User"
        )
    filters = (request.get("FilterCriteria") or {}).get("Filters") or ()
    if len(filters) > _MOST_FILTERS:
        raise InvalidParameterValueException(
            f"FilterCriteria has {len(filters)} filters: the most for one event source mapping is {_MOST_FILTERS}.",
            Type="User",
        )


def _out_of_range(request: Mapping[str, Any], shape: StructureShape) -> Iterator[str]:
    for name, member in shape.members.items():
        value = request.get(name)
        if member.type_name != "integer" or value is None:
            continue
        least, most = member.metadata.get("min"), member.metadata.get("max")
        broken = None
        if least is not None and value < least:
            broken = f"greater than or equal to {least}"
        elif most is not None and value > most:
            broken = f"less than or equal to {most}"
        if broken:
            setting = name[0].lower() + name[1:]
            yield f"Value '{value}' at '{setting}' failed to satisfy constraint: Member must have value {broken}"
