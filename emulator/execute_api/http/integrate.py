"""Call the route's backend and turn its result into the answer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from emulator.execute_api.events import http_v1, http_v2
from emulator.execute_api.events.http_request import passed_headers
from emulator.execute_api.http.model import GatewayError, HttpCall, HttpResponse, InternalServerError
from emulator.execute_api.http.respond import respond_v1, respond_v2
from emulator.execute_api.http.size_limit import check_lambda_size
from emulator.execute_api.integrations import http_proxy, lambda_proxy
from emulator.execute_api.workers import call_with_timeout

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import IntegrationTypeDef

LOG = logging.getLogger(__name__)


def integrate(call: HttpCall) -> HttpResponse:
    """Call the backend of the matched route.

    A failing function is 500 (row B44); 503 is for what is throttled (row B46), unreachable (row B85) or too slow,
    though that runs on (row B45).
    """
    assert call.route is not None
    integration_id = call.route.get("Target", "").removeprefix("integrations/")
    integration = call.snapshot.integrations.get(integration_id)
    if integration is None:
        LOG.warning("Route %s of API %s has no integration.", call.route["RouteKey"], call.api.record["ApiId"])
        raise InternalServerError
    try:
        if integration["IntegrationType"] == "HTTP_PROXY":
            return _forward(call, integration)
        return _invoke(call, integration)
    except TimeoutError:
        LOG.warning("Route %s took longer than %d ms.", call.route["RouteKey"], integration["TimeoutInMillis"])
        raise GatewayError(503, "Service Unavailable") from None
    except (lambda_proxy.IntegrationThrottledError, http_proxy.BackendUnreachableError) as error:
        LOG.warning("%s", error)
        raise GatewayError(503, "Service Unavailable") from error
    except lambda_proxy.IntegrationError as error:
        LOG.warning("%s", error)
        raise InternalServerError from error


def _invoke(call: HttpCall, integration: IntegrationTypeDef) -> HttpResponse:
    check_lambda_size(call)
    is_v2 = integration.get("PayloadFormatVersion") == "2.0"
    event = http_v2.build_event(call) if is_v2 else http_v1.build_event(call)
    payload = call_with_timeout(
        lambda: lambda_proxy.invoke(integration["IntegrationUri"], event, _source_arn(call), call.trace_header),
        integration["TimeoutInMillis"],
    )
    return respond_v2(payload) if is_v2 else respond_v1(payload)


def _forward(call: HttpCall, integration: IntegrationTypeDef) -> HttpResponse:
    request = call.request
    method = integration["IntegrationMethod"]
    headers = {name: ",".join(values) for name, values in passed_headers(call).items()}
    # The backend's own host; who asked for what is in Forwarded (row B84).
    del headers["host"]
    headers["forwarded"] = f"by=127.0.0.1;for={request.source_ip};host={request.domain_name};proto=https"
    headers["via"] = "HTTP/1.1 AmazonAPIGateway"
    response = call_with_timeout(
        lambda: http_proxy.forward(
            integration["IntegrationUri"],
            request.method if method == "ANY" else method,
            call.path_parameters,
            request.query_string,
            headers,
            request.body,
        ),
        integration["TimeoutInMillis"],
    )
    return HttpResponse(response.status, response.headers, response.body)


def _source_arn(call: HttpCall) -> str:
    """What the function's permission must match: API, stage, method and the route's path (row B88)."""
    assert call.route is not None
    api = call.api
    _, _, path = call.route["RouteKey"].partition(" ")
    where = f"{call.request.method}{path}" if path else "$default"
    return f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.record['ApiId']}/{call.stage['StageName']}/{where}"
