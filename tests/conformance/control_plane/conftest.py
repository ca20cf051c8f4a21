"""APIs to try the control plane on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

FUNCTION_ARN = "arn:aws:lambda:eu-west-1:000000000000:function:f"
INVOCATION_ARN = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{FUNCTION_ARN}/invocations"


@pytest.fixture(scope="session")
def apigatewayv2(emulator: Emulator) -> Any:
    """The real client."""
    return emulator.client("apigatewayv2")


@pytest.fixture
def http_api(apigatewayv2: Any) -> str:
    """The id of a new HTTP API."""
    api_id: str = apigatewayv2.create_api(Name="test", ProtocolType="HTTP")["ApiId"]
    return api_id


@pytest.fixture
def websocket_api(apigatewayv2: Any) -> str:
    """The id of a new WebSocket API."""
    api_id: str = apigatewayv2.create_api(
        Name="test", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    return api_id


def error(call: Callable[..., Any], **arguments: Any) -> tuple[int, str, str]:
    """Status, code and message of the error that a call must end in."""
    with pytest.raises(ClientError) as failure:
        call(**arguments)
    response: Any = failure.value.response
    details = response["Error"]
    return response["ResponseMetadata"]["HTTPStatusCode"], details["Code"], details["Message"]


def without_metadata(response: dict[str, Any]) -> dict[str, Any]:
    """The answer itself."""
    return {name: value for name, value in response.items() if name != "ResponseMetadata"}
