from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

from emulator.lambda_runtime.places import EphemeralStorage, Places


def test_isolated_places_are_those_of_aws_d66() -> None:
    places = Places(Path("/state/code"), (Path("/state/upper"), Path("/state/lower")))
    assert places.as_isolated() == Places(Path("/var/task"), (Path("/opt"),))
    assert Places(Path("/state/code")).as_isolated() == Places(Path("/var/task"))


def test_a_storage_is_removed_where_it_is_and_once() -> None:
    storage, other, holder = EphemeralStorage(512), EphemeralStorage(512), Mock()
    assert storage.name != other.name
    storage.remove()  # nobody has it
    storage.holder = holder
    storage.remove()
    storage.remove()
    holder.remove_storage.assert_called_once_with(storage.name)
