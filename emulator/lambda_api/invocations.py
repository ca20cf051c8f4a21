"""Invocations through LocalStack's Lambda service in this process.

Going through the HTTP front door instead would cost a request parsed, signed and serialised twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.services.plugins import SERVICE_PLUGINS
from localstack.utils.xray.trace_header import TraceHeader

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import InvocationResult
    from localstack.services.lambda_.invocation.lambda_service import LambdaService


def lambda_service() -> LambdaService:
    """LocalStack's service; the first call starts it, like any service."""
    service: LambdaService = SERVICE_PLUGINS.require("lambda")._provider.lambda_service
    return service


def invoke_and_wait(
    *,
    function_name: str,
    qualifier: str | None,
    account_id: str,
    region: str,
    request_id: str,
    payload: bytes | None,
    trace_header: str,
    client_context: str | None = None,
) -> InvocationResult:
    """Invoke a function and wait for its result.

    ``trace_header`` is an ``X-Amzn-Trace-Id``, which the function and its SDK calls carry on.

    Raises:
        ServiceException: Lambda cannot run it now; among these TooManyRequestsException, ResourceNotFoundException.
    """
    result = lambda_service().invoke(
        function_name=function_name,
        qualifier=qualifier,
        region=region,
        account_id=account_id,
        invocation_type="RequestResponse",
        client_context=client_context,
        request_id=request_id,
        payload=payload,
        trace_context={"aws_trace_header": TraceHeader.from_header_str(trace_header).ensure_root_exists()},
    )
    assert result
    return result
