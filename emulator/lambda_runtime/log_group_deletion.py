"""A log group that is deleted takes along what is still on its way to it, instead of being made again by that.

On AWS, events that come late make a function's log group again. Whoever removes a stack there has learned to look
twice; here nothing is late that was logged before the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.aws import handlers

from emulator.lambda_runtime import log_delivery

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain


def install() -> None:
    """Deliver first, from now on."""
    handlers.serve_custom_service_request_handlers.append(_deliver_first)


def _deliver_first(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    if context.operation and context.service.service_name == "logs" and context.operation.name == "DeleteLogGroup":
        log_delivery.flush()
