"""IAM users as principals whose policies count."""

from __future__ import annotations

from dataclasses import dataclass

from localstack.services.iam.models import UserEntity

from emulator.iam.callers import Caller
from emulator.iam.role_sessions import iam_store


@dataclass(frozen=True, slots=True)
class User:
    """An IAM user who calls with an access key."""

    account_id: str
    arn: str

    @property
    def name(self) -> str:
        """What follows the path: unique in the account."""
        return self.arn.rpartition("/")[2]

    def entity(self) -> UserEntity | None:
        """The user itself, None if there is none of this name (any more)."""
        return iam_store(self.account_id).USERS.get(self.name)

    def policy_owners(self) -> list[str]:
        """The ARNs of all whose policies are the user's: the user and its groups."""
        groups = iam_store(self.account_id).GROUPS.values()
        return [self.arn, *(group.group["Arn"] for group in groups if self.name in group.member_user_names)]


def user_of(caller: Caller) -> User | None:
    """The caller as a user, None if it is none."""
    return User(caller.account_id, caller.arn) if ":user/" in caller.arn else None
