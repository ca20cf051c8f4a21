"""Who signed a request, and for which region, as its Authorization header says: nothing is verified here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from boto3 import Session
from localstack.aws.accounts import get_account_id_from_access_key_id

_CREDENTIAL = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/, ]+)/[^/, ]+/(?P<region>[^/, ]+)/(?P<service>[^/, ]+)/aws4_request[, ]"
)


@dataclass(frozen=True, slots=True)
class Credential:
    """Who calls."""

    access_key_id: str
    account_id: str
    region: str


def read_credential(authorization: str, service: str) -> Credential | None:
    """The caller of ``service`` (its signing name). None if the header is another's, or names a region of its own."""
    signed = _CREDENTIAL.match(authorization)
    return _credential(signed["key"], signed["region"]) if signed and signed["service"] == service else None


@lru_cache(maxsize=1024)
def _credential(access_key_id: str, region: str) -> Credential | None:
    if region not in _regions():
        return None
    return Credential(access_key_id, get_account_id_from_access_key_id(access_key_id), region)


@cache
def _regions() -> frozenset[str]:
    """Those that LocalStack's gateway does not take for another."""
    return frozenset(Session().get_available_regions("s3", "aws"))
