"""LocalStack's Lambda with the operation that it lacks: InvokeAsync, which AWS keeps for old clients."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

from localstack.aws.api.lambda_ import InvocationType, InvokeAsyncResponse
from localstack.services.lambda_.provider import LambdaProvider

from emulator.lambda_api.invoke_request import MAX_INVOKE_ARGS, check_payload

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext


class PetriLambdaProvider(LambdaProvider):
    """The provider with it."""

    def invoke_async(
        self, context: RequestContext, function_name: str, invoke_args: IO[bytes], **_kwargs: Any
    ) -> InvokeAsyncResponse:
        """Invoke as ``InvocationType=Event`` does. Raises ``ServiceException``."""
        payload = invoke_args.read()
        check_payload(payload, MAX_INVOKE_ARGS, "InvokeAsync")
        self.invoke(
            context, function_name=function_name, invocation_type=InvocationType.Event, payload=io.BytesIO(payload)
        )
        return InvokeAsyncResponse(Status=202)
