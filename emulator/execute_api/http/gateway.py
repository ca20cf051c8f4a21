"""One HTTP request from arrival to answer: the list of steps is the table of contents."""

from __future__ import annotations

import logging

from emulator.execute_api.http.authorize import authorize
from emulator.execute_api.http.cors import add_cors_headers, answer_preflight
from emulator.execute_api.http.integrate import integrate
from emulator.execute_api.http.match_route import match_route, require_route
from emulator.execute_api.http.model import GatewayError, HttpCall, HttpResponse, InternalServerError
from emulator.execute_api.http.report import report
from emulator.execute_api.http.select_stage import select_stage
from emulator.execute_api.http.size_limit import check_size
from emulator.execute_api.http.throttle import throttle
from emulator.execute_api.integration_outcome import recorded
from emulator.execute_api.procedures import Procedure
from emulator.tracing.sources.http_apis import note_http

LOG = logging.getLogger(__name__)


# A step returns the answer, or None: the next step goes on. A GatewayError ends the chain too.
STEPS = (
    select_stage,
    check_size,
    match_route,
    answer_preflight,
    require_route,
    throttle,
    authorize,
)


def handle(call: HttpCall) -> Procedure[HttpResponse]:
    """Answer ``call``; whatever goes wrong in it is answered, never raised."""
    try:
        response = yield from _run_steps(call)
    except GatewayError as error:
        call.error, response = error, error.response()
    except Exception:
        LOG.exception("Internal error while answering %s %s", call.request.method, call.request.path)
        call.error = InternalServerError()
        response = call.error.response()
    add_cors_headers(call, response)
    response.headers.append(("Apigw-Requestid", call.request_id))
    route_key = call.route["RouteKey"] if call.route else "no route"
    report(call, response)
    note_http(call, response)
    LOG.info("HTTP %s %s (%s) => %d", call.request.method, call.request.path, route_key, response.status)
    return response


def _run_steps(call: HttpCall) -> Procedure[HttpResponse]:
    for step in STEPS:
        if response := step(call):
            return response
    # The last step, with what logs and metrics tell of it.
    with recorded() as call.integration:
        response = yield from integrate(call)
        call.integration.status = response.status
    return response
