"""Whose credentials a request is signed with: the sessions of roles, which is what functions have."""

from __future__ import annotations

from dataclasses import dataclass

from localstack.constants import AWS_REGION_US_EAST_1, DEFAULT_AWS_ACCOUNT_ID
from localstack.services.iam.models import IamStore, RoleEntity, iam_stores
from localstack.services.sts.models import STSStore, sts_stores

from emulator.stores import store_in


@dataclass(frozen=True, slots=True)
class RoleSession:
    """A role as somebody has assumed it."""

    account_id: str
    role_name: str
    session_name: str
    """for functions, the function's name"""

    @property
    def arn(self) -> str:
        """The principal's ARN, as errors name it."""
        return f"arn:aws:sts::{self.account_id}:assumed-role/{self.role_name}/{self.session_name}"

    def role(self) -> RoleEntity | None:
        """The role itself, None if there is none of this name (any more)."""
        return iam_store(self.account_id).ROLES.get(self.role_name)


def role_session(access_key_id: str) -> RoleSession | None:
    """The session that has this access key, None if it is no session of a role's."""
    # It is all accounts' and regions'.
    store: STSStore = store_in(sts_stores, DEFAULT_AWS_ACCOUNT_ID, AWS_REGION_US_EAST_1)
    credentials = store.credentials.get(access_key_id)
    account_id, _, resource = credentials.arn.split(":", 4)[4].partition(":") if credentials else ("", "", "")
    kind, _, names = resource.partition("/")
    if kind != "assumed-role":
        return None
    role_name, _, session_name = names.partition("/")
    return RoleSession(account_id, role_name, session_name)


def session_of(role_arn: str, session_name: str = "") -> RoleSession:
    """What assuming this role (``arn:aws:iam::000000000000:role/team/reader``) would give."""
    account_id, _, role = role_arn.split(":", 4)[4].partition(":")
    return RoleSession(account_id, role.rpartition("/")[2], session_name)


def iam_store(account_id: str) -> IamStore:
    """What IAM, which knows no regions, keeps of an account."""
    store: IamStore = store_in(iam_stores, account_id, AWS_REGION_US_EAST_1)
    return store
