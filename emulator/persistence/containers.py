"""What LocalStack keeps of a service in memory, as one pickle, and back.

Stores are taken apart to their attributes: a store that is there is filled, and not replaced, because providers hold
references to it.
"""

from __future__ import annotations

from typing import Any

import dill
from localstack.services.plugins import Service
from localstack.services.stores import LOCAL_ATTR_PREFIX, AccountRegionBundle
from localstack.state import StateVisitor
from localstack.state import pickle as localstack_pickle
from moto.core.base_backend import BackendDict

from emulator.persistence import pickler

type Contents = dict[str, Any]
"""By the container's name: the attributes of its stores, or moto's backends."""

# Where the classes of what we keep come from. A state file may be somebody else's (a snapshot), and unpickling calls
# whatever a pickle names.
_TRUSTED = (
    "collections",
    "copyreg",
    "datetime",
    "dill._dill",
    "emulator",
    "enum",
    "localstack",
    "moto",
    "queue",
    "threading",
    "uuid",
    "werkzeug",
    "zoneinfo",
)
_BUILTINS = frozenset(
    {"bytearray", "complex", "dict", "frozenset", "getattr", "list", "object", "range", "set", "slice", "tuple", "type"}
)


# Where that is now which older states name elsewhere.
_MOVED = {("emulator.persistence.containers", "_restore_defaultdict"): "emulator.persistence.pickler"}


class UntrustedStateError(Exception):
    """The pickle names something that no state of ours has."""


class _Unpickler(dill.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        trusted = name in _BUILTINS if module == "builtins" else module.startswith(_TRUSTED)
        if not trusted:
            raise UntrustedStateError(f"it contains {module}.{name}, which no state of Petri does")
        return super().find_class(_MOVED.get((module, name), module), name)


class _Collector(StateVisitor):
    """Finds the containers of a service. Folders, which it may have too, are on disk as they are."""

    def __init__(self) -> None:
        self.containers: dict[str, AccountRegionBundle[Any] | BackendDict[Any]] = {}

    def visit(self, state_container: object) -> None:
        if isinstance(state_container, AccountRegionBundle):
            self.containers[f"stores of {state_container.service_name}"] = state_container
        elif isinstance(state_container, BackendDict):
            self.containers[f"backends of {state_container.service_name}"] = state_container


def dump(service: Service) -> bytes:
    """All that is kept of ``service``.

    Raises RuntimeError when something changes meanwhile: try again.
    """
    return pickler.dumps(
        {
            name: _attributes(container) if isinstance(container, AccountRegionBundle) else dict(container)
            for name, container in _containers(service).items()
        }
    )


def load(service: Service, content: bytes) -> None:
    """Put back what :func:`dump` gave.

    Raises UntrustedStateError, or what unpickling raises; nothing is changed then.
    """
    contents: Contents = localstack_pickle.PickleDecoder(_Unpickler).decodes(content)
    containers = _containers(service)
    for name in contents.keys() & containers.keys():
        container = containers[name]
        if isinstance(container, AccountRegionBundle):
            _fill(container, contents[name])
        else:
            container.clear()
            container.update(contents[name])


def _containers(service: Service) -> dict[str, AccountRegionBundle[Any] | BackendDict[Any]]:
    collector = _Collector()
    service.accept_state_visitor(collector)
    return collector.containers


def _attributes(bundle: AccountRegionBundle[Any]) -> Contents:
    return {
        "universal": dict(bundle._universal),
        "accounts": {
            account_id: {
                "global": dict(regions._global),
                "regions": {region: _local_attributes(store) for region, store in regions.items()},
            }
            for account_id, regions in bundle.items()
        },
    }


def _local_attributes(store: object) -> Contents:
    return {name: value for name, value in vars(store).items() if name.startswith(LOCAL_ATTR_PREFIX)}


def _fill(bundle: AccountRegionBundle[Any], contents: Contents) -> None:
    bundle._universal.clear()
    bundle._universal.update(contents["universal"])
    for account_id, account in contents["accounts"].items():
        bundle[account_id]._global.clear()
        bundle[account_id]._global.update(account["global"])
        for region, attributes in account["regions"].items():
            vars(bundle[account_id][region]).update(attributes)
