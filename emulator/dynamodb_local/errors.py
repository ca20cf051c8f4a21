"""What AWS says where the engine says something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localstack.aws.api import CommonServiceException
from localstack.aws.api.dynamodb import ResourceNotFoundException

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localstack.aws.api import ServiceException


def as_aws(error: ServiceException, operation: str, parameters: Mapping[str, Any]) -> ServiceException:
    """AWS's error for an engine's; ``parameters`` are those of the operation that failed."""
    match error.message:
        case "Cannot do operations on a non-existent table":
            # Operations on tables name it, those on items do not.
            table = f": Table: {parameters['TableName']} not found" if operation.endswith("Table") else ""
            return ResourceNotFoundException(f"Requested resource not found{table}")
        case "One of the required keys was not given a value" if operation != "PutItem":
            return CommonServiceException("ValidationException", "The provided key element does not match the schema")
        case _:
            return error
