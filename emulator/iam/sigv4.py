"""AWS Signature Version 4 of requests, from the server's side.

Only the secret of an access key that was issued here is known; what this machine signs with any other key is accepted
if it is well-formed, as LocalStack does. The region is not compared: the URL of a local API does not tell it.

The tests hold this to botocore's signer, which itself takes nine times as long: too long for the reactor.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, quote

from botocore.utils import normalize_url_path

from emulator.iam.callers import Caller

ALGORITHM = "AWS4-HMAC-SHA256"
SERVICE = "execute-api"
"""what requests to APIs, and to @connections, are signed for"""

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
    is_local: bool = True
    """from this machine, which needs no secret"""

    def header(self, name: str) -> str | None:
        """The first value of a header; ``name`` is in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


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
    service: str = SERVICE
    """what it was signed for"""

    @classmethod
    def read(cls, request: SignedRequest, service: str | None = SERVICE) -> Signature:
        """The signature of ``request``, which must be for this service (row A97); None stands for any.

        :raises SignatureError: it has none, it is not whole, or it is for another service
        """
        if "X-Amz-Signature=" in request.target:
            query = dict(parse_qsl(request.target.partition("?")[2], keep_blank_values=True))
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
    """Whether ``request`` was signed by ``caller``, now, and as it is. Keys that were not issued here pass, if they
    come from this machine.

    :raises SignatureError: it was not
    """
    secret = caller.secret
    if secret is None and request.is_local:
        return
    if secret is None or not secret.is_active or secret.session_token != signature.session_token:
        raise SignatureError("UnrecognizedClientException", "The security token included in the request is invalid.")
    if secret.expires_at is not None and secret.expires_at < datetime.now(UTC):
        raise SignatureError("ExpiredTokenException", "The security token included in the request is expired")
    _check_time(signature)
    if request.body is None:
        return
    for body_hash in _body_hashes(request.body, request.header("x-amz-content-sha256"), signature.service):
        expected = _sign(request, signature, secret.secret_access_key, body_hash)
        if hmac.compare_digest(expected.encode(), signature.value.encode()):
            return
    raise SignatureError(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details.",
    )


def _sign(request: SignedRequest, signature: Signature, secret_access_key: str, body_hash: str) -> str:
    """The signature that the client should have sent, in hexadecimal digits."""
    path, _, query = request.target.partition("?")
    headers: dict[str, list[str]] = {}
    for name, value in request.headers:
        headers.setdefault(name.lower(), []).append(" ".join(value.split()))
    names = sorted(signature.signed_headers)
    canonical_request = "\n".join(
        (
            request.method,
            # The path is encoded once more than it was sent, as for all services but S3 (row A03).
            path if signature.service == "s3" else quote(normalize_url_path(path), safe="/~"),
            _canonical_query(query),
            *(f"{name}:{','.join(headers.get(name, ()))}" for name in names),
            "",
            ";".join(names),
            body_hash,
        )
    )
    scope = f"{signature.date}/{signature.region}/{signature.service}/aws4_request"
    digest = sha256(canonical_request.encode()).hexdigest()
    string_to_sign = f"{ALGORITHM}\n{signature.timestamp}\n{scope}\n{digest}"
    key = _signing_key(secret_access_key, signature.date, signature.region, signature.service)
    return _hmac(key, string_to_sign).hex()


def _canonical_query(query: str) -> str:
    """By name, then by value: ``a=1`` comes before ``a-b=1``. A name alone has an empty value."""
    pairs = sorted(pair.partition("=")[::2] for pair in query.split("&") if pair)
    return "&".join(f"{name}={value}" for name, value in pairs if name != "X-Amz-Signature")


@lru_cache(maxsize=1024)
def _signing_key(secret_access_key: str, date: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret_access_key}".encode()
    for part in (date, region, service, "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _body_hashes(body: bytes, claimed: str | None, service: str) -> list[str]:
    """What the client may have signed as the hash of its body, if it does not lie about it."""
    real = sha256(body).hexdigest()
    if claimed is None:
        return [real, _UNSIGNED_PAYLOAD]
    # S3's clients may send a body in pieces, each with a signature or a checksum of its own.
    in_pieces = service == "s3" and claimed.startswith("STREAMING-")
    return [claimed] if in_pieces or claimed in (real, _UNSIGNED_PAYLOAD) else []


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


def _read(
    parts: Mapping[str, str], timestamp: str | None, session_token: str | None, wanted_service: str | None
) -> Signature:
    scope = parts.get("Credential", "").split("/")
    if len(scope) != 5 or scope[4] != "aws4_request":
        raise SignatureError(
            "IncompleteSignatureException",
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
            f"got '{parts.get('Credential', '')}'",
        )
    access_key_id, date, region, service, _ = scope
    if wanted_service and service != wanted_service:
        raise SignatureError(
            "InvalidSignatureException", f"Credential should be scoped to correct service: '{wanted_service}'. "
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
        service=service,
    )


def _instant(text: str | None) -> datetime | None:
    """``20260101T000000Z``"""
    try:
        return datetime.fromisoformat(text) if text and len(text) == 16 and text.endswith("Z") else None
    except ValueError:
        return None
