from __future__ import annotations

import pytest
from localstack.services.stores import AccountRegionBundle, BaseStore

from emulator.stores import store_in


def test_it_is_the_bundles_own_store() -> None:
    bundle: AccountRegionBundle[BaseStore] = AccountRegionBundle("dynamodb", BaseStore)
    made = store_in(bundle, "000000000000", "eu-west-1")
    assert made is bundle["000000000000"]["eu-west-1"] is store_in(bundle, "000000000000", "eu-west-1")
    assert store_in(bundle, "000000000000", "eu-central-1") is not made
    bundle.reset()
    assert store_in(bundle, "000000000000", "eu-west-1") is not made


def test_what_the_bundle_refuses_is_refused() -> None:
    bundle: AccountRegionBundle[BaseStore] = AccountRegionBundle("dynamodb", BaseStore)
    with pytest.raises(ValueError, match="region"):
        store_in(bundle, "000000000000", "middle-earth-1")
