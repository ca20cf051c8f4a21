"""How a method becomes the handler of an API operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from localstack.aws.api import RequestContext, ServiceException, handler
from localstack.http import Response

from emulator.apigatewayv2 import store
from emulator.apigatewayv2.errors import error_response
from emulator.apigatewayv2.validation import query_booleans, validate

type Handler[Provider, Request: Mapping[str, Any], Result] = Callable[[Provider, RequestContext, Request], Result]


def operation[Provider, Request: Mapping[str, Any], Result](
    name: str,
) -> Callable[[Handler[Provider, Request, Result]], Handler[Provider, Request, Result | Response]]:
    """Mark a method as LocalStack's handler of the API Gateway v2 operation ``name``.

    The method gets a request that fulfils AWS's model, runs alone in the control plane, and returns the operation's
    result (None when it has none) or raises one of ``errors``::

        @operation("GetRoute")
        def get_route(self, context: RequestContext, request: GetRouteRequestTypeDef) -> RouteTypeDef: ...
    """

    def decorate(method: Handler[Provider, Request, Result]) -> Handler[Provider, Request, Result | Response]:
        @wraps(method)
        def handle(provider: Provider, context: RequestContext, request: Request) -> Result | Response:
            try:
                shape = context.operation.input_shape
                parameters = cast("Request", query_booleans(request, shape))
                validate(parameters, shape)
                with store.lock:
                    return method(provider, context, parameters)
            except ServiceException as error:
                context.service_exception = error  # LocalStack's request log names it
                return error_response(error, context.request_id)

        return cast(
            "Handler[Provider, Request, Result | Response]",
            handler(name, expand=False)(handle),
        )

    return decorate
