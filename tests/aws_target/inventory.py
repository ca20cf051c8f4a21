"""All that an account has, of the kinds that a stack is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.resources import all_resources

if TYPE_CHECKING:
    from tests.aws_target.account import Account


def inventory(account: Account) -> list[str]:
    """Kinds and names, sorted."""
    return sorted(f"{operation} {name}" for operation, name in all_resources(account.client))
