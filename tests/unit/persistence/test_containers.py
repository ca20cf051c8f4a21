"""What LocalStack keeps of a service, written and read back."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Any

import pytest
from localstack.services.stores import (
    AccountRegionBundle,
    BaseStore,
    CrossAccountAttribute,
    CrossRegionAttribute,
    LocalAttribute,
)
from localstack.state import pickle as localstack_pickle

from emulator.persistence import containers
from emulator.persistence.containers import UntrustedStateError

ACCOUNT, OTHER = "000000000000", "111111111111"


class Store(BaseStore):  # type: ignore[misc]  # LocalStack has no types
    """One of each kind of attribute."""

    local: dict[str, int] = LocalAttribute(default=dict)
    regions: dict[str, int] = CrossRegionAttribute(default=dict)
    accounts: dict[str, int] = CrossAccountAttribute(default=dict)


class FakeService:
    """A service with one bundle of stores."""

    def __init__(self) -> None:
        self.bundle: Any = AccountRegionBundle("sqs", Store)

    def accept_state_visitor(self, visitor: Any) -> None:
        visitor.visit(self.bundle)


def test_stores_come_back_in_place() -> None:
    service: Any = FakeService()
    service.bundle[ACCOUNT]["eu-west-1"].local["a"] = 1
    service.bundle[ACCOUNT]["eu-west-1"].regions["b"] = 2
    service.bundle[OTHER]["us-east-1"].accounts["c"] = 3

    after: Any = FakeService()
    held = after.bundle[ACCOUNT]["eu-west-1"]
    containers.load(after, containers.dump(service))
    assert held.local == {"a": 1}
    assert after.bundle[ACCOUNT]["us-east-1"].regions == {"b": 2}
    assert held.accounts == after.bundle[OTHER]["us-east-1"].accounts == {"c": 3}
    assert after.bundle[OTHER]["eu-west-1"].local == {}


class Evil:
    """Calls something when it is unpickled."""

    def __reduce__(self) -> Any:
        return os.system, ("true",)


def test_a_pickle_that_calls_something_else_is_refused() -> None:
    service: Any = FakeService()
    service.bundle[ACCOUNT]["eu-west-1"].local["a"] = 1
    content = localstack_pickle.dumps({"stores of sqs": Evil()})
    with pytest.raises(UntrustedStateError, match=r"posix\.system"):
        containers.load(service, content)
    assert service.bundle[ACCOUNT]["eu-west-1"].local == {"a": 1}


def test_a_state_that_an_older_petri_has_pickled() -> None:
    service: Any = FakeService()
    service.bundle[ACCOUNT]["eu-west-1"].local["a"] = defaultdict(dict, {"one": {}})
    content = containers.dump(service)
    assert b"emulator.persistence.pickler" in content
    older = content.replace(_short_text("emulator.persistence.pickler"), _short_text("emulator.persistence.containers"))
    # The frame's length, in eight bytes after the protocol and the frame's mark, has grown with the name.
    growth = len(older) - len(content)
    length = int.from_bytes(older[3:11], "little") + growth
    older = older[:3] + length.to_bytes(8, "little") + older[11:]
    after: Any = FakeService()
    containers.load(after, older)
    assert after.bundle[ACCOUNT]["eu-west-1"].local == {"a": {"one": {}}}


def _short_text(text: str) -> bytes:
    return b"\x8c" + len(text).to_bytes(1) + text.encode()
