"""Call the route's backend and turn its result into the answer."""

from __future__ import annotations

import copy
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from emulator.execute_api.events import http_v1, http_v2
from emulator.execute_api.events.http_request import passed_headers
from emulator.execute_api.http.map_parameters import map_request, map_response
from emulator.execute_api.http.mapping_values import MappingValues
from emulator.execute_api.http.model import GatewayError, HttpCall, HttpResponse, InternalServerError
from emulator.execute_api.http.respond import respond_v1, respond_v2
from emulator.execute_api.http.size_limit import check_lambda_size
from emulator.execute_api.integrations import aws_service, http_proxy, lambda_proxy
from emulator.execute_api.integrations.errors import BackendUnreachableError, IntegrationError
from emulator.execute_api.procedures import Procedure, call_backend
from emulator.execute_api.stage_variables import resolve

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import IntegrationTypeDef

LOG = logging.getLogger(__name__)


def integrate(call: HttpCall) -> Procedure[HttpResponse]:
    """Call the backend of the matched route.

    A failing function is 500 (row B44); 503 is for what is throttled (row B46), unreachable (row B85) or too slow,
    though that runs on (row B45); 400 is for a service's parameter that the request does not have (row B86).
    """
    assert call.route is not None
    integration_id = call.route.get("Target", "").removeprefix("integrations/")
    integration = call.snapshot.integrations.get(integration_id)
    if integration is None:
        LOG.warning("Route %s of API %s has no integration.", call.route["RouteKey"], call.api.record["ApiId"])
        raise InternalServerError
    try:
        response = yield from _call_backend(call, integration)
    except TimeoutError:
        LOG.warning("Route %s took longer than %d ms.", call.route["RouteKey"], integration["TimeoutInMillis"])
        raise GatewayError(503, "Service Unavailable") from None
    except (lambda_proxy.IntegrationThrottledError, BackendUnreachableError) as error:
        LOG.warning("%s", error)
        raise GatewayError(503, "Service Unavailable") from error
    except aws_service.InvalidParameterError as error:
        LOG.warning("%s", error)
        raise GatewayError(400, "Bad Request") from error
    except aws_service.ServiceNotOfferedError as error:
        LOG.warning("%s", error)
        raise GatewayError(501, str(error)) from error
    except IntegrationError as error:
        LOG.warning("%s", error)
        raise InternalServerError from error
    mappings = integration.get("ResponseParameters", {}).get(str(response.status))
    return map_response(mappings, MappingValues(call, response), response) if mappings else response


def _call_backend(call: HttpCall, integration: IntegrationTypeDef) -> Procedure[HttpResponse]:
    if integration["IntegrationType"] == "HTTP_PROXY":
        return _forward(call, integration)
    if subtype := integration.get("IntegrationSubtype"):
        return _call_service(call, integration, subtype)
    return _invoke(call, integration)


def _invoke(call: HttpCall, integration: IntegrationTypeDef) -> Procedure[HttpResponse]:
    check_lambda_size(call)
    is_v2 = integration.get("PayloadFormatVersion") == "2.0"
    mapped = _mapped_for_function(call, integration)
    event = http_v2.build_event(mapped) if is_v2 else http_v1.build_event(mapped)
    function_uri = resolve(integration["IntegrationUri"], call.stage.get("StageVariables", {}))
    payload = yield from call_backend(
        lambda: lambda_proxy.invoke(
            function_uri, event, _source_arn(call), call.trace_header, integration.get("CredentialsArn")
        ),
        integration["TimeoutInMillis"],
    )
    return respond_v2(payload) if is_v2 else respond_v1(payload)


def _mapped_for_function(call: HttpCall, integration: IntegrationTypeDef) -> HttpCall:
    """The call with what its event shall have. A path cannot be overwritten here: it belongs to HTTP backends' URIs."""
    mappings = integration.get("RequestParameters")
    if not mappings:
        return call
    request = map_request(mappings, MappingValues(call), list(call.request.headers), call.request.query_string)
    mapped = copy.copy(call)
    mapped.request = replace(call.request, headers=tuple(request.headers), query_string=request.query_string)
    return mapped


def _forward(call: HttpCall, integration: IntegrationTypeDef) -> Procedure[HttpResponse]:
    # The backend's own host, unless mapped; who asked for what is in Forwarded (row B84).
    headers = [(name, value) for name, values in passed_headers(call).items() if name != "host" for value in values]
    request = map_request(
        integration.get("RequestParameters", {}), MappingValues(call), headers, call.request.query_string
    )
    by_whom = f"by=127.0.0.1;for={call.request.source_ip};host={call.request.domain_name};proto=https"
    request.headers += [("forwarded", by_whom), ("via", "HTTP/1.1 AmazonAPIGateway")]
    uri = resolve(integration["IntegrationUri"], call.stage.get("StageVariables", {}))
    url = http_proxy.backend_url(uri, call.path_parameters, request.query_string, request.path)
    method = integration["IntegrationMethod"]
    response = yield from call_backend(
        lambda: http_proxy.forward(
            url,
            call.request.method if method == "ANY" else method,
            request.headers,
            call.request.body,
            integration["TimeoutInMillis"],
            integration.get("TlsConfig", {}).get("ServerNameToVerify"),
        ),
        integration["TimeoutInMillis"],
    )
    return HttpResponse(response.status, response.headers, response.body)


def _call_service(call: HttpCall, integration: IntegrationTypeDef, subtype: str) -> Procedure[HttpResponse]:
    values = MappingValues(call)
    parameters = {}
    for name, expression in integration.get("RequestParameters", {}).items():
        value = values.evaluate(expression)
        if value is None:
            raise aws_service.InvalidParameterError(
                f"Unable to resolve property {name} from source {expression}. Please make sure that the request to API "
                "Gateway contains all the necessary fields specified in request parameters."
            )
        parameters[name] = value
    role_arn = resolve(integration["CredentialsArn"], call.stage.get("StageVariables", {}))
    response = yield from call_backend(
        lambda: aws_service.call(subtype, parameters, call.api.region, role_arn, integration["TimeoutInMillis"]),
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
