"""Call the route's backend and turn its result into the answer."""

from __future__ import annotations

import logging

from emulator.execute_api.events import http_v1, http_v2
from emulator.execute_api.http.model import GatewayError, HttpCall, HttpResponse, InternalServerError
from emulator.execute_api.http.respond import respond_v1, respond_v2
from emulator.execute_api.integrations import lambda_proxy
from emulator.execute_api.workers import call_with_timeout

LOG = logging.getLogger(__name__)


def integrate(call: HttpCall) -> HttpResponse:
    """Invoke the function of the matched route.

    A failing function is 500 (row B44), a throttled one 503 (row B46), one too slow 503 while it runs on (row B45).
    """
    assert call.route is not None
    integration_id = call.route.get("Target", "").removeprefix("integrations/")
    integration = call.snapshot.integrations.get(integration_id)
    if integration is None:
        LOG.warning("Route %s of API %s has no integration.", call.route["RouteKey"], call.api.record["ApiId"])
        raise InternalServerError
    is_v2 = integration.get("PayloadFormatVersion") == "2.0"
    event = http_v2.build_event(call) if is_v2 else http_v1.build_event(call)
    try:
        payload = call_with_timeout(
            lambda: lambda_proxy.invoke(integration["IntegrationUri"], event, _source_arn(call), call.trace_header),
            integration["TimeoutInMillis"],
        )
    except TimeoutError:
        LOG.warning("Route %s took longer than %d ms.", call.route["RouteKey"], integration["TimeoutInMillis"])
        raise GatewayError(503, "Service Unavailable") from None
    except lambda_proxy.IntegrationThrottledError as error:
        LOG.warning("%s", error)
        raise GatewayError(503, "Service Unavailable") from error
    except lambda_proxy.IntegrationError as error:
        LOG.warning("%s", error)
        raise InternalServerError from error
    return respond_v2(payload) if is_v2 else respond_v1(payload)


def _source_arn(call: HttpCall) -> str:
    """What the function's permission must match: API, stage, method and the route's path (row B88)."""
    assert call.route is not None
    api = call.api
    _, _, path = call.route["RouteKey"].partition(" ")
    where = f"{call.request.method}{path}" if path else "$default"
    return f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.record['ApiId']}/{call.stage['StageName']}/{where}"
