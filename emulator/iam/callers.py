"""Who holds an access key: a session, an IAM user, or anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from localstack.aws.accounts import get_account_id_from_access_key_id
from localstack.constants import AWS_REGION_US_EAST_1, DEFAULT_AWS_ACCOUNT_ID
from localstack.services.iam.models import IamStore, iam_stores
from localstack.services.sts.models import STSStore, sts_stores


@dataclass(frozen=True, slots=True)
class Secret:
    """What proves that a request comes from the holder of an access key."""

    secret_access_key: str
    session_token: str | None
    """for sessions"""
    expires_at: datetime | None
    """for sessions"""
    is_active: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """A principal as GetCallerIdentity names it, and its access key."""

    access_key_id: str
    account_id: str
    arn: str
    user_id: str
    secret: Secret | None
    """None for keys that were not issued here, such as ``test``: LocalStack takes them for the root of an account"""


def caller_of(access_key_id: str) -> Caller:
    """The holder of an access key; one that nobody has issued stands for the root of the account that it names."""
    return _session(access_key_id) or _user(access_key_id) or _root(access_key_id)


def _session(access_key_id: str) -> Caller | None:
    store: STSStore = sts_stores[DEFAULT_AWS_ACCOUNT_ID][AWS_REGION_US_EAST_1]  # it is all accounts' and regions'
    issued = store.credentials.get(access_key_id)
    if issued is None:
        return None
    secret = Secret(issued.secret_access_key, issued.session_token, issued.expiration, is_active=True)
    return Caller(access_key_id, issued.account_id, issued.arn, issued.user_id, secret)


def _user(access_key_id: str) -> Caller | None:
    for account_id, store in _iam_stores():
        user = store.USERS.get(store.ACCESS_KEY_INDEX.get(access_key_id, ""))
        if user and (entity := user.access_keys.get(access_key_id)):
            key = entity.access_key
            secret = Secret(key["SecretAccessKey"], None, None, key["Status"] == "Active")
            return Caller(access_key_id, account_id, user.user["Arn"], user.user["UserId"], secret)
    return None


def _root(access_key_id: str) -> Caller:
    account_id: str = get_account_id_from_access_key_id(access_key_id)
    return Caller(access_key_id, account_id, f"arn:aws:iam::{account_id}:root", account_id, None)


def _iam_stores() -> Iterator[tuple[str, IamStore]]:
    for account_id in list(iam_stores):
        yield account_id, iam_stores[account_id][AWS_REGION_US_EAST_1]
