"""What is told of a WebSocket call when it is over: metrics, access log, execution log (rows A103 to A105)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from emulator.execute_api import access_log, call_metrics
from emulator.execute_api.websocket import execution_log
from emulator.execute_api.websocket.context_variables import context_variables

if TYPE_CHECKING:
    from emulator.execute_api.websocket.call import WebSocketCall
    from emulator.execute_api.websocket.session import Session

_RESPONSE_TYPES = {
    400: "BAD_REQUEST_BODY",
    401: "UNAUTHORIZED",
    403: "ACCESS_DENIED",
    429: "THROTTLED",
    500: "INTEGRATION_FAILURE",
    502: "INTEGRATION_FAILURE",
    504: "INTEGRATION_TIMEOUT",
}
_STATUS_CODE = re.compile(rb'"statusCode"\s*:\s*"?(\d{3})\b')


def report(call: WebSocketCall) -> None:
    """Count and log a call of a stage that is still there."""
    stage = call.stage
    if stage is None:
        return
    outcome = call.integration
    if outcome and call.payload is not None and (match := _STATUS_CODE.search(call.payload)):
        outcome.status = int(match[1])
    event_type = call.context["eventType"]
    values: list[tuple[str, float]] = []
    if event_type == "MESSAGE":
        # From the client, and to it.
        values += [("MessageCount", 1)] * (1 + call.answered)
    if outcome:
        if event_type == "CONNECT":
            values.append(("ConnectCount", 1))
        values.append(("IntegrationLatency", outcome.latency_ms))
        if outcome.error is not None:
            values.append(("ExecutionError", 1))
        elif outcome.status is not None and outcome.status >= 400:
            values.append(("IntegrationError", 1))
    elif 400 <= call.status <= 499:
        values.append(("ClientError", 1))
    call_metrics.count(call.session.api, stage, call.context["routeKey"] or None, *values)
    access_log.write(stage, lambda: _variables(call))
    execution_log.write(call, stage)


def is_logged(session: Session) -> bool:
    """Whether the stage of a connection has a log of any kind."""
    stage = session.api.stages.get(session.stage_name)
    return stage is not None and (bool(stage.get("AccessLogSettings")) or execution_log.is_on(stage))


def count_callback(session: Session) -> None:
    """A message went to the client by @connections."""
    if stage := session.api.stages.get(session.stage_name):
        call_metrics.count(session.api, stage, None, ("MessageCount", 1))


def _variables(call: WebSocketCall) -> dict[str, str]:
    variables = {**context_variables(call), "status": str(call.status)}
    if call.error:
        variables |= {
            "error.message": call.error,
            "error.messageString": json.dumps(call.error),
            "error.responseType": _RESPONSE_TYPES.get(call.status, ""),
        }
    if outcome := call.integration:
        latency, error = str(outcome.latency_ms), outcome.error or ""
        variables |= {
            "integration.latency": latency,
            "integrationLatency": latency,
            "integration.error": error,
            "integrationErrorMessage": error,
        }
        if outcome.error is None:
            variables |= {"integration.status": str(outcome.status or 200), "integrationStatus": "200"}
    return variables
