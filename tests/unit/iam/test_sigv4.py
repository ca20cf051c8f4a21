"""Signatures from the server's side, made by botocore as a client makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from emulator.iam.callers import Caller, Secret
from emulator.iam.sigv4 import Signature, SignatureError, SignedRequest, check_signature

KEY, SECRET, TOKEN = "LKIAEXAMPLE", "secret", "token"
HOST = "abcdefghij.execute-api.test"


def caller(**changes: Any) -> Caller:
    secret = replace(Secret(SECRET, None, None, is_active=True), **changes)
    return Caller(KEY, "000000000000", "arn:aws:iam::000000000000:user/me", "AIDA", secret)


def signed(
    target: str = "/dev/a%20b/@connections/x%3D?b=2&a=1&a=0",
    *,
    token: str | None = None,
    body: bytes = b"body",
    presigned: bool = False,
    headers: Mapping[str, str] | None = None,
) -> SignedRequest:
    """A request as it arrives."""
    method = "GET" if presigned else "POST"
    data = b"" if presigned else body
    request = AWSRequest(method=method, url=f"http://{HOST}{target}", data=data, headers=headers)
    credentials = Credentials(KEY, SECRET, token)
    if presigned:
        SigV4QueryAuth(credentials, "execute-api", "eu-west-1", expires=60).add_auth(request)
    else:
        SigV4Auth(credentials, "execute-api", "eu-west-1").add_auth(request)
    arrived = [("host", HOST), ("User-Agent", "me"), *request.headers.items()]
    return SignedRequest(method, str(request.url).partition(HOST)[2], arrived, data)


def check(request: SignedRequest, who: Caller | None = None) -> None:
    check_signature(request, Signature.read(request), who or caller())


def refused(request: SignedRequest, who: Caller | None = None) -> str:
    with pytest.raises(SignatureError) as failure:
        check(request, who)
    return failure.value.error_type


@pytest.mark.parametrize(
    "target", ["/", "/dev", "/dev/", "/dev/a%20b/@connections/x%3D", "/%40x?b=2&a=1&a=0", "/?q=%2F&e="]
)
@pytest.mark.parametrize("presigned", [False, True])
def test_as_botocore_signs_a03_a97(target: str, presigned: bool) -> None:
    check(signed(target, presigned=presigned))


def test_headers_may_be_signed() -> None:
    request = signed(headers={"X-Own": "  a   b ", "Content-Type": "application/json"})
    check(request)
    headers = [(name, "other" if name == "X-Own" else value) for name, value in request.headers]
    assert refused(replace(request, headers=headers)) == "InvalidSignatureException"


def test_every_part_counts() -> None:
    request = signed()
    for changes in ({"method": "PUT"}, {"target": "/dev?b=2&a=1&a=0"}, {"body": b"other"}):
        assert refused(replace(request, **changes)) == "InvalidSignatureException"
    assert refused(replace(request, target=request.target + "&c=3")) == "InvalidSignatureException"
    assert refused(request, caller(secret_access_key="other")) == "InvalidSignatureException"


def test_a_hash_that_the_client_claims() -> None:
    check(signed(headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}))
    lie = signed(headers={"X-Amz-Content-SHA256": "0" * 64})
    assert refused(lie) == "InvalidSignatureException"


def test_sessions() -> None:
    for presigned in (False, True):
        request = signed(token=TOKEN, presigned=presigned)
        check(request, caller(session_token=TOKEN))
        assert refused(request, caller(session_token="other")) == "UnrecognizedClientException"
        assert refused(request) == "UnrecognizedClientException"
    over = datetime.now(UTC) - timedelta(seconds=1)
    assert refused(signed(token=TOKEN), caller(session_token=TOKEN, expires_at=over)) == "ExpiredTokenException"
    assert refused(signed(), caller(session_token=TOKEN)) == "UnrecognizedClientException"


def test_inactive_keys() -> None:
    assert refused(signed(), caller(is_active=False)) == "UnrecognizedClientException"


def test_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five minutes for a header, what the client says for a presigned URL."""
    in_header, presigned = signed(), signed(presigned=True)

    class Clock(datetime):
        ahead = timedelta(0)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + cls.ahead

    monkeypatch.setattr("emulator.iam.sigv4.datetime", Clock)
    for minutes, request, is_fine in (
        (0, in_header, True),
        (4, in_header, True),
        (6, in_header, False),
        (-4, in_header, True),
        (-6, in_header, False),
        (0, presigned, True),
        (2, presigned, False),
    ):
        Clock.ahead = timedelta(minutes=minutes)
        if is_fine:
            check(request)
        else:
            assert refused(request) == "InvalidSignatureException"


def test_what_is_no_signature() -> None:
    scope = f"{KEY}/20260101/eu-west-1/execute-api/aws4_request"
    whole = f"Credential={scope}, SignedHeaders=host, Signature=00"
    date = ("X-Amz-Date", "20260101T000000Z")
    for authorization, other, error_type in (
        (None, date, "MissingAuthenticationTokenException"),
        ("Bearer x", date, "IncompleteSignatureException"),
        ("AWS4-HMAC-SHA256", date, "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 Credential={scope}", date, "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 {whole}", ("X", "x"), "IncompleteSignatureException"),
        ("AWS4-HMAC-SHA256 " + whole.replace("eu-west-1/", ""), date, "IncompleteSignatureException"),
        ("AWS4-HMAC-SHA256 " + whole.replace("execute-api", "lambda"), date, "InvalidSignatureException"),
        (f"AWS4-HMAC-SHA256 {whole}", ("X-Amz-Date", "20260102T000000Z"), "InvalidSignatureException"),
        (f"AWS4-HMAC-SHA256 {whole}", ("X-Amz-Date", "20261341T000000Z"), "InvalidSignatureException"),
    ):
        headers = [("Authorization", authorization), other] if authorization else [other]
        with pytest.raises(SignatureError) as failure:
            Signature.read(SignedRequest("GET", "/", headers, b""))
        assert failure.value.error_type == error_type


def test_keys_that_nobody_has_issued_pass() -> None:
    check(replace(signed(), body=b"other"), Caller("test", "000000000000", "arn", "id", None))


@pytest.mark.parametrize(
    ("service", "target"),
    [
        ("s3", "/bucket/a%20b/%C3%BC%2B1//x?acl"),
        ("s3", "/bucket?list-type=2&prefix=a%2F&delimiter="),
        ("lambda", "/2015-03-31/functions/arn%3Aaws%3Alambda?a-b=1&a=1&a=0"),
        ("sts", "/"),
    ],
)
def test_every_services_signatures_can_be_verified(service: str, target: str) -> None:
    request = AWSRequest(method="POST", url=f"http://{HOST}{target}", data=b"body")
    auth = (S3SigV4Auth if service == "s3" else SigV4Auth)(Credentials(KEY, SECRET), service, "eu-west-1")
    auth.add_auth(request)
    arrived = SignedRequest("POST", target, [("host", HOST), *request.headers.items()], b"body")
    signature = Signature.read(arrived, None)
    assert signature.service == service
    check_signature(arrived, signature, caller())
    for changed in (replace(arrived, target=f"{target}x"), replace(arrived, method="GET")):
        with pytest.raises(SignatureError):
            check_signature(changed, signature, caller())
    with pytest.raises(SignatureError):
        Signature.read(arrived)  # for execute-api


def test_a_key_that_nobody_has_issued_is_good_on_this_machine_alone() -> None:
    request, unknown = signed(), replace(caller(), secret=None)
    check(request, unknown)
    assert refused(replace(request, is_local=False), unknown) == "UnrecognizedClientException"
