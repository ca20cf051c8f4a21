"""Requests that LocalStack cannot read for lack of sense: the client's mistake (4xx), not the emulator's (row C55)."""

from __future__ import annotations

from localstack.aws import handlers
from localstack.aws.api import RequestContext, ServiceException
from localstack.aws.chain import HandlerChain
from localstack.http import Response

from emulator.apigatewayv2.errors import BadRequestException, NotFoundException, error_response

_SERVICE = "apigatewayv2"


def install() -> None:
    """From now on answer 400 for a body that is not what the operation takes, and 404 for a path without operation."""
    if _correct not in handlers.run_custom_response_handlers.handlers:
        handlers.run_custom_response_handlers.append(_correct)


def _correct(_chain: HandlerChain, context: RequestContext, response: Response) -> None:
    # A request that was read has its operation, whatever came of it then.
    if context.service is None or context.service.service_name != _SERVICE or context.operation is not None:
        return
    error = _error(context)
    context.service_exception = error
    response.update_from(error_response(error, context.request_id))


def _error(context: RequestContext) -> ServiceException:
    # LocalStack says "exception while calling … with unknown operation: {the reason}".
    reason = str(getattr(context.service_exception, "message", "")).partition("unknown operation: ")[2]
    if reason.startswith("Unable to find operation"):
        return NotFoundException(f"API Gateway v2 has no operation {context.request.method} {context.request.path}")
    return BadRequestException(f"Invalid request input. {reason}")
