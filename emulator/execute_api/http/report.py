"""What is told of a call when it is over: metrics and the access log (rows B89, B90)."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from emulator.execute_api import access_log, call_metrics
from emulator.execute_api.http.context_variables import context_variables

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall, HttpResponse

# How API Gateway names its own answers.
_RESPONSE_TYPES = {
    401: "UNAUTHORIZED",
    403: "ACCESS_DENIED",
    404: "RESOURCE_NOT_FOUND",
    413: "REQUEST_TOO_LARGE",
    429: "THROTTLED",
    500: "INTEGRATION_FAILURE",
    503: "INTEGRATION_TIMEOUT",
}


def report(call: HttpCall, response: HttpResponse) -> None:
    """Count and log a call that reached a stage; one that did not belongs to nobody's metrics or log."""
    if not hasattr(call, "stage"):
        return
    latency_ms = time.time_ns() // 1_000_000 - call.received_ms
    data_processed = call.request.header_bytes + len(call.request.body) + len(response.body)
    values: list[tuple[str, float]] = [
        ("Count", 1),
        ("4xx", 400 <= response.status <= 499),
        ("5xx", response.status >= 500),
        ("Latency", latency_ms),
        ("DataProcessed", data_processed),
    ]
    if call.integration:
        values.append(("IntegrationLatency", call.integration.latency_ms))
    call_metrics.count(call.api, call.stage, call.route["RouteKey"] if call.route else None, *values)
    access_log.write(call.stage, lambda: _variables(call, response, latency_ms, data_processed))


def _variables(call: HttpCall, response: HttpResponse, latency_ms: int, data_processed: int) -> dict[str, str]:
    variables = {
        **context_variables(call),
        "dataProcessed": str(data_processed),
        "responseLatency": str(latency_ms),
        "responseLength": str(len(response.body)),
        "status": str(response.status),
    }
    if error := call.error:
        variables |= {
            "error.message": error.message,
            "error.messageString": json.dumps(error.message),
            "error.responseType": _RESPONSE_TYPES.get(error.status, ""),
        }
    if outcome := call.integration:
        variables |= {
            "integration.latency": str(outcome.latency_ms),
            "integrationLatency": str(outcome.latency_ms),
            "integration.error": outcome.error or "",
            "integrationErrorMessage": outcome.error or "",
        }
        if outcome.status is not None:
            # Lambda's own answer was 200 when a function chose a status; a web server's is its own.
            is_web_server = call.integration_type == "HTTP_PROXY"
            own_status = str(outcome.status if is_web_server else 200)
            variables |= {
                "integration.status": str(outcome.status),
                "integration.integrationStatus": own_status,
                "integrationStatus": own_status,
            }
    return variables
