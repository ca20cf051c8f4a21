from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session
from localstack.aws.api import CommonServiceException
from localstack.aws.api.lambda_ import InvalidParameterValueException

from emulator.event_source_mappings.request_check import check_settings
from emulator.lambda_api.number_ranges import check_numbers

OPERATION = Session().get_service_model("lambda").operation_model("CreateEventSourceMapping")


def test_all_that_is_out_of_range_is_told_at_once_d12() -> None:
    with pytest.raises(CommonServiceException) as error:
        check_numbers(OPERATION, {"BatchSize": 0, "ParallelizationFactor": 11})
    assert error.value.message == (
        "2 validation errors detected: "
        "Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1; "
        "Value '11' at 'parallelizationFactor' failed to satisfy constraint: "
        "Member must have value less than or equal to 10"
    )


@pytest.mark.parametrize("age", [0, 59])
def test_ages_below_a_minute_d12(age: int) -> None:
    with pytest.raises(InvalidParameterValueException):
        check_settings({"MaximumRecordAgeInSeconds": age})


@pytest.mark.parametrize("request_", [{}, {"MaximumRecordAgeInSeconds": -1}, {"MaximumRecordAgeInSeconds": 60}])
def test_what_is_allowed_d12(request_: dict[str, Any]) -> None:
    check_settings(request_)
