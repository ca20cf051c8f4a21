"""Synchronous invocations by name, without LocalStack's gateway, which takes longer than a short function.

As with the fast lane of DynamoDB, whatever is out of the ordinary goes through the gateway, and so does what is refused
before the function has run: the gateway refuses it again, and says so.
"""

from __future__ import annotations

import base64
import logging
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localstack.aws.api import ServiceException
from localstack.services.plugins import SERVICE_PLUGINS
from twisted.internet import reactor

from emulator.execute_api.trace import trace_header_or_new
from emulator.execute_api.workers import WorkerPool
from emulator.iam.credential_scope import read_credential
from emulator.iam.enforcement import refusal_of_call
from emulator.iam.needed_permissions import Call
from emulator.lambda_api.invocations import invoke_and_wait
from emulator.lambda_api.invoke_request import MAX_PAYLOAD, check_payload
from emulator.request_ids import new_request_id
from emulator.server.plain_answers import write_answer
from emulator.server.plain_requests import is_plain
from emulator.tracing.sources.functions import note_invoke

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.iam.credential_scope import Credential
    from emulator.server.http_channel import LimitedRequest

# The gateway's, and its lines.
LOG = logging.getLogger("localstack.request.aws")

_PATH = re.compile(rb"/2015-03-31/functions/(?P<name>[A-Za-z0-9_-]+)/invocations$")
_MAX_TAIL = 4096

_pool = WorkerPool("lambda-invoke")


@dataclass(frozen=True, slots=True)
class _Invocation:
    function_name: str
    caller: Credential
    payload: bytes
    with_log: bool
    client_context: str | None
    trace_header: str | None
    """what came with the request"""
    request_id: str


@dataclass(frozen=True, slots=True)
class _Answer:
    headers: dict[str, str]
    payload: bytes


class InvokeLane:
    """Takes requests on the reactor's thread, and calls functions in others."""

    def __init__(self, gateway: Callable[[LimitedRequest], object]) -> None:
        """What is refused is given to ``gateway``."""
        self._gateway = gateway

    def takes(self, request: LimitedRequest) -> bool:
        """Answer ``request`` later, if it is one for this lane."""
        invocation = _read(request)
        if not invocation:
            return False
        gone = request.notifyFinish()
        gone.addErrback(lambda _: None)

        def end(answer: _Answer | None) -> None:
            if gone.called:
                return
            if answer:
                write_answer(request, 200, answer.headers, answer.payload)
            else:
                self._gateway(request)

        _pool.callInThread(lambda: reactor.callFromThread(end, _invoke(invocation)))
        return True


def _read(request: LimitedRequest) -> _Invocation | None:
    path = _PATH.match(request.uri)
    if not path or request.method != b"POST" or not is_plain(request) or LOG.isEnabledFor(logging.DEBUG):
        return None
    if (request.getHeader("x-amz-invocation-type") or "RequestResponse") != "RequestResponse":
        return None
    log_type = request.getHeader("x-amz-log-type") or "None"
    caller = read_credential(request.getHeader("authorization") or "", "lambda")
    if log_type not in ("None", "Tail") or not caller or not SERVICE_PLUGINS.is_running("lambda"):
        return None
    if request.getHeader("x-amz-tenant-id") or request.getHeader("x-amz-durable-execution-name"):
        return None
    payload: bytes = request.content.read()
    request.content.seek(0)  # for the gateway, if it has to read it
    return _Invocation(
        function_name=path["name"].decode(),
        caller=caller,
        payload=payload,
        with_log=log_type == "Tail",
        client_context=request.getHeader("x-amz-client-context"),
        trace_header=request.getHeader("x-amzn-trace-id"),
        # Callers inside LocalStack keep theirs.
        request_id=request.getHeader("x-amz-request-id") or new_request_id(),
    )


def _invoke(invocation: _Invocation) -> _Answer | None:
    caller, started = invocation.caller, time.time()
    call = Call(
        "lambda", "lambda", "Invoke", {"FunctionName": invocation.function_name}, caller.account_id, caller.region
    )
    try:
        check_payload(invocation.payload, MAX_PAYLOAD, "InvokeFunction")
        if refusal_of_call(call, caller.access_key_id):
            return None
        result = invoke_and_wait(
            function_name=invocation.function_name,
            qualifier=None,
            account_id=caller.account_id,
            region=caller.region,
            request_id=invocation.request_id,
            payload=invocation.payload or None,
            trace_header=trace_header_or_new(invocation.trace_header),
            client_context=invocation.client_context,
        )
    except ServiceException:
        return None
    except Exception:
        LOG.exception("Internal error while invoking function %s", invocation.function_name)
        return None
    LOG.info("AWS lambda.Invoke => 200")
    note_invoke(
        invocation.trace_header,
        started,
        caller.access_key_id,
        invocation.function_name,
        invocation.payload,
        result.payload,
    )
    headers = {
        "Content-Type": "application/json",
        "x-amzn-RequestId": invocation.request_id,
        "X-Amz-Executed-Version": result.executed_version,
    }
    if result.is_error:
        headers["X-Amz-Function-Error"] = "Unhandled"
    if invocation.with_log:
        headers["X-Amz-Log-Result"] = base64.b64encode(result.logs.encode()[-_MAX_TAIL:]).decode()
    return _Answer(headers, result.payload)
