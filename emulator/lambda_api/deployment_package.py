"""A deployment package must not be empty: LocalStack takes that for one that is not there, and fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localstack.aws.api.lambda_ import InvalidParameterValueException


def check_package(request: Mapping[str, Any]) -> None:
    """Look at the code of CreateFunction. Raises ``InvalidParameterValueException``."""
    if (request.get("Code") or {}).get("ZipFile") == b"":
        raise InvalidParameterValueException("Uploaded file must be a non-empty zip", Type="User")
