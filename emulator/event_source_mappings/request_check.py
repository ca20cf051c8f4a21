"""What a mapping's settings may not be, beside the ranges that the API's model has (row D12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localstack.aws.api.lambda_ import InvalidParameterValueException

_SHORTEST_RECORD_AGE = 60
_MOST_FILTERS = 5


def check_settings(request: Mapping[str, Any]) -> None:
    """Check the settings of a mapping. Raises ``InvalidParameterValueException``."""
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
