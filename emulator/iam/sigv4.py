"""AWS Signature Version 4 from the server's side: a request's signature is read, and checked with botocore's signer.

Only the secret of an access key that was issued here is known; what is signed with any other key is accepted if it is
well-formed, as LocalStack does. The region is not compared: the URL of a local API does not tell it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from emulator.iam.callers import Caller

ALGORITHM = "AWS4-HMAC-SHA256"

_TIMESTAMP = "%Y%m%dT%H%M%SZ"
_UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"

# A week is the most that a presigned URL is good for.
_MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60

# How far a clock may be off.
_SKEW = timedelta(minutes=5)


class SignatureError(Exception):
    """403: a request is not signed, or not as it should be. The texts are AWS's."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as its client sent it, which is what it has signed."""

    method: str
    target: str
    """path and query string, percent-encoded, as in the request line"""
    headers: Sequence[tuple[str, str]]
    body: bytes | None
    """None: it was too large to look at, and the signature cannot be checked"""

    def header(self, name: str) -> str | None:
        """The first value of a header; ``name`` is in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def query_string(self) -> str:
        """What follows the question mark."""
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Signature:
    """What a request says about its signature, in its Authorization header or its query string."""

    access_key_id: str
    date: str
    region: str
    timestamp: str
    """as the client wrote it"""
    signed_at: datetime
    signed_headers: tuple[str, ...]
    value: str
    session_token: str | None
    expires_seconds: int | None
    """for how long a presigned URL is good; None for a signature in a header"""

    @classmethod
    def read(cls, request: SignedRequest, service: str) -> Signature:
        """The signature of ``request``, which must be for ``service`` (row A97).

        :raises SignatureError: it has none, it is not whole, or it is for another service
        """
        query = dict(parse_qsl(request.query_string, keep_blank_values=True))
        if "X-Amz-Signature" in query:
            parts = {name.removeprefix("X-Amz-"): value for name, value in query.items()}
            return _read(parts, query.get("X-Amz-Date"), query.get("X-Amz-Security-Token"), service)
        authorization = request.header("authorization")
        if authorization is None:
            raise SignatureError("MissingAuthenticationTokenException", "Missing Authentication Token")
        scheme, _, rest = authorization.partition(" ")
        parts = _parts(rest) if scheme == ALGORITHM else {}
        timestamp, token = request.header("x-amz-date"), request.header("x-amz-security-token")
        if missing := _missing(parts, timestamp):
            shown = authorization if scheme == ALGORITHM else scheme
            raise SignatureError("IncompleteSignatureException", f"{missing} Authorization={shown}")
        return _read(parts, timestamp, token, service)


def check_signature(request: SignedRequest, signature: Signature, caller: Caller) -> None:
    """Whether ``request`` was signed by ``caller``, now, and as it is. Keys that were not issued here pass.

    :raises SignatureError: it was not
    """
    secret = caller.secret
    if secret is None:
        return
    if not secret.is_active or secret.session_token != signature.session_token:
        raise SignatureError("UnrecognizedClientException", "The security token included in the request is invalid.")
    if secret.expires_at is not None and secret.expires_at < datetime.now(UTC):
        raise SignatureError("ExpiredTokenException", "The security token included in the request is expired")
    _check_time(signature)
    if request.body is None:
        return
    credentials = Credentials(caller.access_key_id, secret.secret_access_key)
    signer = _Signer(credentials, signature)
    for body_hash in _body_hashes(request.body, request.header("x-amz-content-sha256")):
        if hmac.compare_digest(signer.sign(request, body_hash).encode(), signature.value.encode()):
            return
    raise SignatureError(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details.",
    )


class _Signer(SigV4Auth):
    """botocore's signer, for the headers that the client chose to sign and at the time when it did."""

    def __init__(self, credentials: Credentials, signature: Signature) -> None:
        super().__init__(credentials, "execute-api", signature.region)
        self._signature = signature

    def sign(self, request: SignedRequest, body_hash: str) -> str:
        """The signature that the client should have sent, in hexadecimal digits."""
        path, _, query = request.target.partition("?")
        pairs = (pair for pair in query.split("&") if not pair.startswith("X-Amz-Signature="))
        aws_request = AWSRequest(method=request.method, url=f"http://host{path}?{'&'.join(pairs)}")
        for name, value in request.headers:
            aws_request.headers.add_header(name.lower(), value)
        aws_request.context["timestamp"] = self._signature.timestamp
        # botocore's last line is the hash of a body that it has not seen.
        up_to_the_hash, _, _ = self.canonical_request(aws_request).rpartition("\n")
        string_to_sign = self.string_to_sign(aws_request, f"{up_to_the_hash}\n{body_hash}")
        return str(self.signature(string_to_sign, aws_request))

    def headers_to_sign(self, request: AWSRequest) -> HTTPHeaders:
        chosen = HTTPHeaders()
        for name, value in request.headers.items():
            if name.lower() in self._signature.signed_headers:
                chosen.add_header(name.lower(), value)
        return chosen


def _body_hashes(body: bytes, claimed: str | None) -> list[str]:
    """What the client may have signed as the hash of its body, if it does not lie about it."""
    real = sha256(body).hexdigest()
    if claimed is None:
        return [real, _UNSIGNED_PAYLOAD]
    return [claimed] if claimed in (real, _UNSIGNED_PAYLOAD) else []


def _check_time(signature: Signature) -> None:
    signed_at, now = signature.signed_at, datetime.now(UTC)
    good_for = _SKEW if signature.expires_seconds is None else timedelta(seconds=signature.expires_seconds)
    if now > signed_at + good_for:
        raise SignatureError(
            "InvalidSignatureException",
            f"Signature expired: {signature.timestamp} is now earlier than {now - good_for:{_TIMESTAMP}}",
        )
    if now < signed_at - _SKEW:
        raise SignatureError(
            "InvalidSignatureException",
            f"Signature not yet current: {signature.timestamp} is still later than {now + _SKEW:{_TIMESTAMP}}",
        )


def _parts(authorization: str) -> dict[str, str]:
    """``Credential=…, SignedHeaders=…, Signature=…``"""
    pairs = (part.strip().partition("=") for part in authorization.split(","))
    return {name: value for name, _, value in pairs}


def _missing(parts: Mapping[str, str], timestamp: str | None) -> str:
    needed = ("Credential", "Signature", "SignedHeaders")
    sentences = [f"Authorization header requires '{name}' parameter." for name in needed if not parts.get(name)]
    if not timestamp:
        sentences.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    return " ".join(sentences)


def _read(parts: Mapping[str, str], timestamp: str | None, session_token: str | None, service: str) -> Signature:
    scope = parts.get("Credential", "").split("/")
    if len(scope) != 5 or scope[4] != "aws4_request":
        raise SignatureError(
            "IncompleteSignatureException",
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
            f"got '{parts.get('Credential', '')}'",
        )
    access_key_id, date, region, signed_service, _ = scope
    if signed_service != service:
        raise SignatureError(
            "InvalidSignatureException", f"Credential should be scoped to correct service: '{service}'. "
        )
    signed_at = _instant(timestamp)
    if timestamp is None or signed_at is None or not timestamp.startswith(date):
        raise SignatureError(
            "InvalidSignatureException",
            f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of "
            f"date from HTTP: '{date}' != '{(timestamp or '')[:8]}', from '{timestamp or ''}'.",
        )
    expires = parts.get("Expires")
    return Signature(
        access_key_id=access_key_id,
        date=date,
        region=region,
        timestamp=timestamp,
        signed_at=signed_at,
        signed_headers=tuple(parts.get("SignedHeaders", "").lower().split(";")),
        value=parts["Signature"],
        session_token=session_token,
        expires_seconds=min(int(expires), _MAX_EXPIRES_SECONDS) if expires and expires.isdecimal() else None,
    )


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text, _TIMESTAMP).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None
