"""A function whose runtime this machine has not is refused when it is made, and not when it is invoked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.aws import handlers
from localstack.aws.api.lambda_ import InvalidParameterValueException

from emulator.lambda_runtime.runtimes import RuntimeUnavailableError, find_runtime

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

_OPERATIONS = ("CreateFunction", "UpdateFunctionConfiguration")


def install() -> None:
    """Check from now on."""
    handlers.serve_custom_service_request_handlers.append(_check)


def _check(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    if not context.operation or context.service.service_name != "lambda" or context.operation.name not in _OPERATIONS:
        return
    from localstack.services.lambda_.runtimes import ALL_RUNTIMES  # by now LocalStack has loaded it anyway

    runtime = (context.service_request or {}).get("Runtime")
    # What is no runtime of AWS's, LocalStack refuses in AWS's words.
    if runtime in ALL_RUNTIMES:
        try:
            find_runtime(runtime)
        except RuntimeUnavailableError as error:
            raise InvalidParameterValueException(str(error), Type="User") from None
