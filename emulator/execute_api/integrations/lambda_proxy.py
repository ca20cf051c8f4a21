"""AWS_PROXY: a route's function."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from localstack.aws.api import ServiceException
from localstack.aws.api.lambda_ import TooManyRequestsException

from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.integrations.lambda_permission import may_invoke
from emulator.iam.enforcement import refusal_of
from emulator.iam.needed_permissions import Permission
from emulator.iam.role_sessions import session_of
from emulator.lambda_api.invocations import invoke_and_wait
from emulator.request_ids import new_request_id

if TYPE_CHECKING:
    from collections.abc import Mapping


LOG = logging.getLogger(__name__)

# A plain function ARN, or API Gateway's long form around it (row C20).
_FUNCTION = re.compile(
    r"(?:^|/functions/)arn:[a-z-]+:lambda:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):"
    r"function:(?P<name>[A-Za-z0-9_-]+)(?::(?P<qualifier>[A-Za-z0-9_$-]+))?(?:/invocations)?$"
)


class FunctionFailedError(IntegrationError):
    """The function ran and raised, timed out or exited."""

    def __init__(self, function_name: str, error_payload: bytes) -> None:
        error_type, self.error_message = _error(error_payload)
        super().__init__(f"Function {function_name} failed: {error_type}: {self.error_message}")


class IntegrationThrottledError(IntegrationError):
    """Lambda answered 429."""


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function as an integration URI names it."""

    region: str
    account_id: str
    name: str
    qualifier: str | None

    @classmethod
    def parse(cls, integration_uri: str) -> FunctionRef:
        """Read an integration URI.

        Raises:
            IntegrationError: it names no function.
        """
        match = _FUNCTION.search(integration_uri)
        if not match:
            raise IntegrationError(f"Integration URI {integration_uri!r} is not a Lambda function ARN.")
        return cls(match["region"], match["account"], match["name"], match["qualifier"])


def invoke(
    integration_uri: str,
    event: Mapping[str, Any],
    source_arn: str,
    trace_header: str,
    credentials_arn: str | None = None,
) -> bytes:
    """Invoke the function synchronously with ``event`` and give back its JSON payload.

    ``source_arn`` is the execute-api ARN of the call: the function's resource policy must allow it (row B88), unless
    the role ``credentials_arn`` calls. ``trace_header`` is the call's ``X-Amzn-Trace-Id``: the function and its SDK
    calls carry it on.

    Raises:
        IntegrationThrottledError: Lambda has no concurrency left.
        FunctionFailedError: it raised, timed out or exited.
        IntegrationError: it does not exist or may not be called.
    """
    function = FunctionRef.parse(integration_uri)
    _check_permission(function, source_arn, credentials_arn)
    try:
        result = invoke_and_wait(
            function_name=function.name,
            qualifier=function.qualifier,
            account_id=function.account_id,
            region=function.region,
            request_id=new_request_id(),
            payload=json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode(),
            trace_header=trace_header,
        )
    except TooManyRequestsException as error:
        raise IntegrationThrottledError(f"Lambda throttled function {function.name}.") from error
    except ServiceException as error:
        raise IntegrationError(f"Lambda could not run function {function.name}: {error.message}") from error
    if result.is_error:
        raise FunctionFailedError(function.name, result.payload)
    return result.payload


def _check_permission(function: FunctionRef, source_arn: str, credentials_arn: str | None) -> None:
    """Whether API Gateway, or its role, may call the function."""
    if credentials_arn:
        arn = f"arn:aws:lambda:{function.region}:{function.account_id}:function:{function.name}"
        permission = Permission("lambda:InvokeFunction", f"{arn}:{function.qualifier}" if function.qualifier else arn)
        if refused := refusal_of(session_of(credentials_arn, "BackplaneAssumeRoleSession"), permission):
            raise IntegrationError(f"{refused.message()} {refused.reason()}")
    elif not may_invoke(function.account_id, function.region, function.name, function.qualifier, source_arn):
        raise IntegrationError(
            f"API Gateway may not invoke function {function.name}: its resource policy has no statement that allows "
            f"apigateway.amazonaws.com for {source_arn}. Add one with lambda add-permission."
        )


def _error(payload: bytes) -> tuple[str, str]:
    """``errorType`` and ``errorMessage`` of a function error."""
    try:
        error = json.loads(payload)
        return error.get("errorType", "Error"), error.get("errorMessage", "")
    except (ValueError, AttributeError):
        return "Error", payload[:200].decode(errors="replace")
