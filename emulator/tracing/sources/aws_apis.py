"""Calls of AWS APIs by functions, as LocalStack's gateway answers them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from localstack.aws import handlers
from localstack.utils.aws.request_context import extract_access_key_id_from_auth_header

from emulator.tracing.happenings import KEPT_BYTES, AwsCalled
from emulator.tracing.note import ON, note
from emulator.tracing.writes import WRITES, Sent, end

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

_BEGUN = "petri_begun"
"""where a request's context keeps when it began, and what it writes"""

# What these answer is secret, or how it is asked for.
_CONFIDENTIAL = frozenset({"sts", "secretsmanager", "ssm", "kms", "cognito-idp", "cognito-identity", "iam"})


def install() -> None:
    """Note every call that has a trace from now on."""
    if ON:
        handlers.serve_custom_service_request_handlers.append(_begin)
        handlers.run_custom_response_handlers.append(_end)


def _begin(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    trace = context.request.headers.get("X-Amzn-Trace-Id")
    if not trace or not context.operation or context.is_internal_call:
        return
    started, writes = time.time(), None
    if context.service.service_name == "dynamodb":
        sent = Sent(trace, started, context.request.content_length or 0)
        writes = WRITES.begin(
            context.account_id, context.region, context.operation.name, context.service_request or {}, sent
        )
    context.trace_context[_BEGUN] = (started, trace, writes)


def _end(_chain: HandlerChain, context: RequestContext, response: Response) -> None:
    begun = context.trace_context.get(_BEGUN)
    if begun is None or not context.operation:
        return
    started, trace, writes = begun
    error = context.service_exception
    if writes:
        end(writes, failed=error is not None)
    service = context.service.service_name
    sent_bytes, answer_bytes = context.request.content_length or 0, response.content_length or 0
    is_open = service not in _CONFIDENTIAL
    happening = AwsCalled(
        trace,
        started,
        time.time(),
        service,
        context.operation.name,
        extract_access_key_id_from_auth_header(context.request.headers),
        response.status_code,
        getattr(error, "code", None),
        context.service_request if is_open and sent_bytes <= KEPT_BYTES else _names(context.service_request),
        context.service_response if is_open and answer_bytes <= KEPT_BYTES and error is None else None,
        answer_bytes,
    )
    note(happening, 4 * (min(sent_bytes, KEPT_BYTES) + min(answer_bytes, KEPT_BYTES)))


def _names(request: Any) -> dict[str, str]:
    """What is kept of a request that is large or not for others' eyes: what it is about."""
    if not isinstance(request, dict):
        return {}
    wanted = ("TableName", "FunctionName", "QueueUrl", "TopicArn", "Bucket", "Key", "SecretId", "Name")
    return {name: str(request[name])[:256] for name in wanted if isinstance(request.get(name), str)}
