"""AWS integrations of WebSocket APIs: any action of any service, by a URI of API Gateway's (row A118).

``arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem`` names the action, ``…:sqs:path/000000000000/queue`` the path
of the request.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from localstack.aws.spec import get_service_catalog

from emulator.execute_api.integrations.aws_request import send
from emulator.execute_api.integrations.errors import IntegrationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import ServiceModel

    from emulator.execute_api.integrations.http_proxy import BackendResponse

_URI = re.compile(
    r"arn:[a-z-]+:apigateway:(?P<region>[a-z0-9-]+):(?:(?P<subdomain>[^:.]+)\.)?(?P<service>[^:]+):"
    r"(?P<kind>path|action)/(?P<rest>.*)",
    re.DOTALL,
)


def call(
    uri: str,
    method: str,
    headers: Mapping[str, str],
    query_string: str,
    body: bytes,
    credentials_arn: str | None,
    timeout_ms: int,
) -> BackendResponse:
    """Send the request that ``uri`` means, in the name of the integration's role.

    Raises:
        IntegrationError: the URI is none of API Gateway's, or there is no role.
        BackendUnreachableError, TimeoutError: as ``http_proxy.forward``.
    """
    match = _URI.fullmatch(uri)
    if not match:
        raise IntegrationError(f"Integration URI {uri!r} names no AWS service.")
    if not credentials_arn:
        raise IntegrationError(f"The integration with {uri} has no credentials: give it a role.")
    sent = {name.lower(): value for name, value in headers.items()}
    target = f"/{match['rest']}" if match["kind"] == "path" else "/"
    if match["kind"] == "action":
        model = _model(match["service"])
        if prefix := model.metadata.get("targetPrefix"):
            sent.setdefault("x-amz-target", f"{prefix}.{match['rest']}")
            sent.setdefault("content-type", f"application/x-amz-json-{model.metadata.get('jsonVersion', '1.0')}")
        else:
            sent.setdefault("content-type", "application/x-www-form-urlencoded")
            action = f"Action={match['rest']}&Version={model.api_version}"
            query_string = f"{action}&{query_string}" if query_string else action
    return send(
        match["service"],
        match["region"],
        credentials_arn,
        method,
        f"{target}?{query_string}" if query_string else target,
        sent.items(),
        body,
        timeout_ms,
    )


@lru_cache(maxsize=64)
def _model(signing_name: str) -> ServiceModel:
    """The service as URIs name it (``states``), in the query protocol if it has one: so API Gateway calls SQS."""
    catalog = get_service_catalog()
    for model in catalog.by_signing_name(signing_name):
        if model.protocol == "query":
            return catalog.get(model.name, "query")
    for model in catalog.by_signing_name(signing_name):
        return catalog.get(model.name)
    raise IntegrationError(f"There is no AWS service {signing_name}.")
