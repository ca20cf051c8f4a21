"""Reads the services back before the emulator takes requests."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from localstack.services.plugins import SERVICE_PLUGINS
from localstack.state import StateLifecycleHook

from emulator.persistence import containers, state_file
from emulator.persistence.event_rules import restore_event_rules
from emulator.persistence.kept_services import KEPT
from emulator.persistence.saver import Saver
from emulator.schedules.event_bridge import SCHEDULER

LOG = logging.getLogger(__name__)

# DynamoDB's hooks stop and start the engine, whose data nobody has touched.
_WITHOUT_HOOKS = frozenset({"dynamodb"})

# Event source mappings begin to read while functions are loaded: by then our readers of streams must be in place.
_NEEDS = {"lambda": ("dynamodbstreams",)}

# What LocalStack's own hooks leave out.
_AFTERWARDS: dict[str, Callable[[Any], None]] = {
    "events": restore_event_rules,
    "scheduler": lambda _provider: SCHEDULER.look(),
}


def load_all(saver: Saver) -> None:
    """Load every service that has a file. One that cannot be read is kept aside, and its service begins empty."""
    for service in KEPT:
        if saver.path(service).exists():
            _load(service, saver.path(service))


def _load(name: str, file: Path) -> None:
    try:
        content = state_file.read(file)
        for needed in _NEEDS.get(name, ()):
            SERVICE_PLUGINS.require(needed)
        service = SERVICE_PLUGINS.require(name)
        provider = service._provider
        hooks = provider if isinstance(provider, StateLifecycleHook) and name not in _WITHOUT_HOOKS else None
        if hooks:
            hooks.on_before_state_load()
        containers.load(service, content)
        if hooks:
            with _around(name, provider):
                hooks.on_after_state_load()
        if afterwards := _AFTERWARDS.get(name):
            afterwards(provider)
    except (state_file.StateFileError, containers.UntrustedStateError) as error:
        _refuse(name, file, str(error))
    except Exception as error:
        LOG.exception("Loading the state of %s failed", name)
        _refuse(name, file, f"{type(error).__name__}: {error}")


def _around(name: str, provider: Any) -> AbstractContextManager[None]:
    """What must be out of the way while a provider sets to work what was loaded."""
    if name != "lambda":
        return nullcontext()
    from emulator.persistence.orphaned_mappings import kept_aside  # it loads what only functions need

    return kept_aside(provider)


def _refuse(service: str, file: Path, why: str) -> None:
    kept = state_file.set_aside(file)
    LOG.error(
        "The state of %s in %s cannot be used: %s. It is kept as %s, and %s begins empty: deploy again.",
        service,
        file,
        why,
        kept.name,
        service,
    )
