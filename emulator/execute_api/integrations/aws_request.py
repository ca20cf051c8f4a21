"""A request to an AWS service of this emulator, as the role of an integration sends it, and the answer on the wire."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from localstack import config
from localstack.aws.connect import connect_to
from localstack.utils.aws.client_types import ServicePrincipal

from emulator.execute_api.integrations.http_proxy import BackendResponse, forward

if TYPE_CHECKING:
    from collections.abc import Iterable

# What an answer says to the client; the rest is between the service and us.
_PASSED_HEADERS = frozenset({"content-type", "x-amzn-errortype", "x-amzn-requestid", "x-amz-request-id"})


def send(
    signing_name: str,
    region: str,
    role_arn: str,
    method: str,
    target: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    timeout_ms: int,
) -> BackendResponse:
    """Send a request in the name of ``role_arn``; what the role may do is checked as for any caller.

    ``target`` is path and query string, percent-encoded.

    Raises:
        BackendUnreachableError, TimeoutError: as ``http_proxy.forward``.
    """
    # Like boto3 with these credentials, but for the signature, which nobody checks here.
    credential = f"Credential={_access_key_id(role_arn)}/20240101/{region}/{signing_name}/aws4_request"
    signed = [
        *((name, value) for name, value in headers if name.lower() not in ("authorization", "host")),
        ("authorization", f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0"),
    ]
    response = forward(config.internal_service_url() + target, method, signed, body, timeout_ms)
    passed = [(name, value) for name, value in response.headers if name.lower() in _PASSED_HEADERS]
    return BackendResponse(response.status, passed, response.body)


@lru_cache(maxsize=1024)
def _access_key_id(role_arn: str) -> str:
    """Of a session of the role, as API Gateway assumes it."""
    sts = connect_to().sts.request_metadata(service_principal=ServicePrincipal.apigateway)
    session = sts.assume_role(RoleArn=role_arn, RoleSessionName="BackplaneAssumeRoleSession")
    return str(session["Credentials"]["AccessKeyId"])
