"""The public keys of token issuers: OpenID Connect discovery, then the key set, kept for two hours (row B65).

On AWS an issuer is an https URL. Here it may be http, too: identity providers that developers run on their machine
(http://127.0.0.1:8080/realms/dev) are why one would use a local emulator at all.
"""

from __future__ import annotations

import json
import logging
import math
import os
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

import urllib3
from jwt import PyJWK, PyJWTError

from emulator.execute_api.workers import call_with_timeout

LOG = logging.getLogger(__name__)

TIMEOUT_MS = 1500
MAX_BYTES = 150_000
KEEP_SECONDS = 2 * 60 * 60

# An unknown key id has the keys fetched again, but not by everybody who invents one.
REFETCH_SECONDS = 5

# Trusts the public authorities, and our own: an API of this emulator can be an issuer.
_pool = urllib3.PoolManager(retries=False, ca_certs=os.environ.get("PETRI_TRUST_BUNDLE"))


class IssuerUnreachableError(Exception):
    """The issuer does not tell its keys. ``str`` is what AWS tells the client."""


@dataclass(slots=True)
class _Issuer:
    """One issuer and what is known of it. Whoever holds the lock fetches; the others wait for what comes of it."""

    keys: dict[str, PyJWK] = field(default_factory=dict)
    fetched_at: float = -math.inf
    failed_at: float = -math.inf
    failure: str = ""
    lock: Lock = field(default_factory=Lock)

    def needs_refresh(self, key_id: str) -> bool:
        """Whether the keys are too old, or lack the one that is wanted and may have come since."""
        age = monotonic() - self.fetched_at
        return age > KEEP_SECONDS or (key_id not in self.keys and age > REFETCH_SECONDS)


_issuers: dict[str, _Issuer] = {}


def signing_key(issuer: str, key_id: str) -> PyJWK | None:
    """The key with this id, None if the issuer has none. May wait for the issuer: call it from a worker thread.

    :param issuer: its URL, as the authorizer has it
    :raises IssuerUnreachableError: it does not answer as it should
    """
    known = _issuers.setdefault(issuer, _Issuer())
    asked_at = monotonic()
    if not known.needs_refresh(key_id):
        return known.keys.get(key_id)
    with known.lock:
        if known.failed_at >= asked_at:
            raise IssuerUnreachableError(known.failure)
        if known.needs_refresh(key_id):
            _refresh(known, issuer)
        return known.keys.get(key_id)


def _refresh(known: _Issuer, issuer: str) -> None:
    try:
        known.keys = _fetch_keys(issuer)
    except IssuerUnreachableError as error:
        LOG.warning("JWT issuer %s: %s (%s)", issuer, error, error.__cause__)
        known.failed_at, known.failure = monotonic(), str(error)
        raise
    known.fetched_at = monotonic()


def _fetch_keys(issuer: str) -> dict[str, PyJWK]:
    try:
        configuration = _get_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        jwks_uri = configuration["jwks_uri"]
    except (_FetchError, KeyError) as error:
        raise IssuerUnreachableError("OIDC discovery endpoint communication error") from error
    try:
        jwks = _get_json(str(jwks_uri))
    except _FetchError as error:
        raise IssuerUnreachableError("JWKS communication error") from error
    listed = jwks.get("keys")
    return dict(filter(None, map(_read_key, listed if isinstance(listed, list) else [])))


def _read_key(jwk: Any) -> tuple[str, PyJWK] | None:
    """A key by its id; None for what has no id or cannot verify RSA signatures (row B62)."""
    if not isinstance(jwk, dict) or jwk.get("kty") != "RSA" or not isinstance(jwk.get("kid"), str):
        return None
    try:
        return jwk["kid"], PyJWK(jwk)
    except PyJWTError:
        return None


class _FetchError(Exception):
    pass


def _get_json(url: str) -> dict[str, Any]:
    try:
        document = json.loads(call_with_timeout(lambda: _get(url), TIMEOUT_MS))
    except (urllib3.exceptions.HTTPError, ValueError, TimeoutError) as error:
        raise _FetchError(f"{url}: {error!r}") from error
    if not isinstance(document, dict):
        raise _FetchError(f"{url} answered no JSON object")
    return document


def _get(url: str) -> bytes:
    response = _pool.request("GET", url, timeout=TIMEOUT_MS / 1000, redirect=False, preload_content=False)
    try:
        content: bytes = response.read(MAX_BYTES + 1, decode_content=True)
    finally:
        response.release_conn()
    if response.status != 200:
        raise _FetchError(f"{url} answered {response.status}")
    if len(content) > MAX_BYTES:
        raise _FetchError(f"{url} answered more than {MAX_BYTES} bytes")
    return content
