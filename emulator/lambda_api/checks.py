"""Every check, by the operation it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localstack.aws import handlers

from emulator.event_source_mappings.request_check import check_settings
from emulator.lambda_api.deployment_package import check_package
from emulator.lambda_api.environment import check_environment
from emulator.lambda_api.invoke_request import check_invoke
from emulator.lambda_api.number_ranges import check_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

_CHECKS: dict[str, tuple[Callable[[Any], None], ...]] = {
    "CreateEventSourceMapping": (check_settings,),
    "UpdateEventSourceMapping": (check_settings,),
    "CreateFunction": (check_environment, check_package),
    "UpdateFunctionConfiguration": (check_environment,),
    "Invoke": (check_invoke,),
}


def install() -> None:
    """Check from now on."""
    handlers.serve_custom_service_request_handlers.append(_check)


def _check(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    if not context.operation or context.service.service_name != "lambda":
        return
    request = context.service_request or {}
    check_numbers(context.operation, request)
    for check in _CHECKS.get(context.operation.name, ()):
        check(request)
