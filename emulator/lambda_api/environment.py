"""Environment variables that a function must not have.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from localstack.aws.api.lambda_ import InvalidParameterValueException

from emulator.lambda_api.constraints import constraint_error

_NAME = r"[a-zA-Z]([a-zA-Z0-9_])+"

# They begin with an underscore, which no name may, and are refused as reserved.
_RESERVED_UNDERSCORE = frozenset({"_HANDLER", "_X_AMZN_TRACE_ID"})
_RESERVED = _RESERVED_UNDERSCORE | {
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
}


def check_environment(request: Mapping[str, Any]) -> None:
    """Look at the variables of CreateFunction or UpdateFunctionConfiguration. Raises ``ServiceException``."""
    variables = (request.get("Environment") or {}).get("Variables") or {}
    if not all(re.fullmatch(_NAME, name) or name in _RESERVED_UNDERSCORE for name in variables):
        # The values are secrets, which AWS does not repeat.
        rule = f"Map keys must satisfy constraint: [Member must satisfy regular expression pattern: {_NAME}]"
        raise constraint_error(f"Value at 'environment.variables' failed to satisfy constraint: {rule}")
    if reserved := [name for name in variables if name in _RESERVED]:
        raise InvalidParameterValueException(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(reserved)}",
            Type="User",
        )
