"""Lambda authorizers: the function that is asked before a route's backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.execute_api.authorizers.refusals import AuthorizerError, UnauthorizedError
from emulator.execute_api.integrations import lambda_proxy
from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.workers import call_with_timeout

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import AuthorizerTypeDef

    from emulator.apigatewayv2.store import Api

_UNAUTHORIZED = "Unauthorized"
"""the error message by which a function says 401"""


def ask(authorizer: AuthorizerTypeDef, api: Api, event: Mapping[str, Any], trace_header: str, timeout_ms: int) -> bytes:
    """Invoke the authorizer's function with ``event`` and give back its payload. Waits: call it from a worker thread.

    Its resource policy must allow ``…:{apiId}/authorizers/{authorizerId}``, or the authorizer's role may call it.

    :raises UnauthorizedError: it raised an error with the message ``Unauthorized`` (rows A13, B71)
    :raises AuthorizerError: it failed in another way, took too long, or may not be called (row B70)
    """
    name = authorizer["Name"]
    arn = f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.record['ApiId']}"
    try:
        return call_with_timeout(
            lambda: lambda_proxy.invoke(
                authorizer["AuthorizerUri"],
                event,
                f"{arn}/authorizers/{authorizer['AuthorizerId']}",
                trace_header,
                authorizer.get("AuthorizerCredentialsArn"),
            ),
            timeout_ms,
        )
    except lambda_proxy.FunctionFailedError as error:
        if error.error_message == _UNAUTHORIZED:
            raise UnauthorizedError(f"Authorizer {name} says that the caller is unauthorized") from error
        raise AuthorizerError(f"Authorizer {name}: {error}") from error
    except IntegrationError as error:
        raise AuthorizerError(f"Authorizer {name}: {error}") from error
    except TimeoutError:
        raise AuthorizerError(f"Authorizer {name} took longer than {timeout_ms} ms") from None
