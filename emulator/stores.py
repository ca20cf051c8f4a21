"""The shortest way to a store of LocalStack's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from localstack.services.stores import AccountRegionBundle


def store_in(bundle: AccountRegionBundle[Any], account_id: str, region: str) -> Any:
    """``bundle[account_id][region]``, without its locks and checks when there is such a store already.

    Every request looks into several.
    """
    regions = bundle.get(account_id)
    store = regions.get(region) if regions else None
    return bundle[account_id][region] if store is None else store
