"""``$context`` of an HTTP call (row B89)."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.execute_api.authorizers.grants import IamGrant, JwtGrant, LambdaGrant
from emulator.execute_api.http.context_variables import context_variables
from emulator.execute_api.http.model import HttpCall, HttpRequest
from emulator.iam.callers import Caller
from tests.unit.execute_api.snapshots import deployed_api, snapshot


def call_of(**request: Any) -> HttpCall:
    defaults: dict[str, Any] = {
        "method": "GET",
        "path": "/dev/a%20b",
        "query_string": "",
        "headers": (("User-Agent", "agent/1"),),
        "body": b"",
        "source_ip": "127.0.0.1",
        "domain_name": "abcdefghij.execute-api.localhost:4566",
    }
    return HttpCall(HttpRequest(**defaults | request), deployed_api(snapshot()))


def test_before_anything_is_known_b89() -> None:
    variables = context_variables(call_of())
    assert variables["path"] == "/dev/a b"
    assert variables["requestId"] == variables["extendedRequestId"]
    assert variables["domainPrefix"] == "abcdefghij"
    assert variables["identity.userAgent"] == "agent/1"
    assert not {"stage", "routeKey", "authorizer.error", "customDomain.basePathMatched"} & variables.keys()


@pytest.mark.parametrize(
    ("grant", "told"),
    [
        (JwtGrant({"sub": "ann", "cognito:username": "ann"}, None), {"authorizer.claims.cognito:username": "ann"}),
        (LambdaGrant({"level": 3}, "ann", None), {"authorizer.level": "3", "authorizer.principalId": "ann"}),
        (IamGrant(Caller("AKIA", "000000000000", "arn:user/ann", "AIDA", None)), {"identity.userArn": "arn:user/ann"}),
    ],
)
def test_caller_b89(grant: Any, told: dict[str, str]) -> None:
    call = call_of()
    call.grant = grant
    assert told.items() <= context_variables(call).items()


def test_authorizer_error_b89() -> None:
    call = call_of()
    call.authorizer_error = "invalid_token: expired"
    assert context_variables(call)["authorizer.error"] == "invalid_token: expired"
