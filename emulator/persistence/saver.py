"""Writes services to disk, one after the other: changes that come while one is written share the next writing."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path

from emulator.persistence import state_file

LOG = logging.getLogger(__name__)

# A dump fails when the state changes under it, which does not last.
_ATTEMPTS = 20
_PAUSE = 0.005
# A disk that was full may have room again.
_RETRY_SECONDS = 2.0
# How long a change may wait for others to share a writing with, when nobody waits for it.
_LATER = 0.25


class NotSavedError(Exception):
    """A state is not on disk. The message says why, and what that means."""


class Saver:
    """One for all services. ``dump`` gives the state of a service by its name."""

    def __init__(self, folder: Path, dump: Callable[[str], bytes]) -> None:
        self._folder = folder
        self._dump = dump
        self._changed = threading.Condition()
        # How often a service was asked to be written, and which of these askings its file on disk answers.
        self._asked: dict[str, int] = {}
        self._written: dict[str, int] = {}
        # When to begin with that, in `time.monotonic` seconds.
        self._due_at: dict[str, float] = {}
        self._failing: set[str] = set()
        self._no_room: dict[str, str] = {}
        """Services whose file could not be written, and why: tried again now and then."""
        threading.Thread(target=self._run, name="save-state", daemon=True).start()

    def save(self, service: str, *others: str) -> None:
        """Write a service's state as it is now, or later; returns when it is on disk.

        So is then what `save_soon` was asked to write of ``others``.

        Raises NotSavedError when it cannot be written. What cannot be pickled is a mistake of ours, and only logged.
        """
        with self._changed:
            self._asked[service] = self._asked.get(service, 0) + 1
            wanted = {each: self._asked.get(each, 0) for each in (service, *others)}
            self._due_at.update(dict.fromkeys(wanted, 0.0))
            self._changed.notify_all()
            self._changed.wait_for(lambda: all(self._written.get(each, 0) >= wanted[each] for each in wanted))
            if why := next(filter(None, map(self._no_room.get, wanted)), None):
                raise NotSavedError(
                    f"The change is made, but cannot be written to {self._folder} ({why}): it is lost when Petri ends "
                    "unless that is mended by then."
                )

    def save_soon(self, service: str) -> None:
        """Write a service's state in a moment, and do not wait for that."""
        with self._changed:
            if self._written.get(service, 0) == self._asked.get(service, 0):
                self._due_at[service] = time.monotonic() + _LATER
            self._asked[service] = self._asked.get(service, 0) + 1
            self._changed.notify_all()

    def path(self, service: str) -> Path:
        """The file of a service."""
        return self._folder / f"{service}.state"

    def _run(self) -> None:
        while True:
            for service, number in self._wait_for_due().items():
                self._write(service)
                with self._changed:
                    self._written[service] = number
                    self._changed.notify_all()

    def _wait_for_due(self) -> dict[str, int]:
        with self._changed:
            retry_at = time.monotonic() + _RETRY_SECONDS if self._no_room else math.inf
            while True:
                missing = {name: asked for name, asked in self._asked.items() if self._written.get(name, 0) < asked}
                now = time.monotonic()
                if due := {name: asked for name, asked in missing.items() if self._due_at[name] <= now}:
                    return due
                if now >= retry_at:
                    return {name: self._written[name] for name in self._no_room}
                first = min((*(self._due_at[name] for name in missing), retry_at))
                self._changed.wait(first - now if first < math.inf else None)

    def _write(self, service: str) -> None:
        try:
            state_file.write(self.path(service), self._dump_patiently(service))
        except OSError as error:
            if service not in self._no_room:
                LOG.error("The state of %s cannot be saved in %s: %s.", service, self._folder, error.strerror)  # noqa: TRY400
            self._no_room[service] = error.strerror or str(error)
        except Exception:
            # The call has done what it was asked for; it is only that a restart would not know.
            if service not in self._failing:
                LOG.exception("The state of %s cannot be saved: it is lost when Petri ends.", service)
            self._failing.add(service)
        else:
            self._failing.discard(service)
            if self._no_room.pop(service, None):
                LOG.info("The state of %s is saved.", service)

    def _dump_patiently(self, service: str) -> bytes:
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._dump(service)
            except RuntimeError:
                time.sleep(_PAUSE)
        return self._dump(service)
