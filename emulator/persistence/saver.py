"""Writes services to disk, one after the other: changes that come while one is written share the next writing."""

from __future__ import annotations

import logging
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
        self._failing: set[str] = set()
        self._no_room: dict[str, str] = {}
        """Services whose file could not be written, and why: tried again now and then."""
        threading.Thread(target=self._run, name="save-state", daemon=True).start()

    def save(self, service: str) -> None:
        """Write a service's state as it is now, or later; returns when it is on disk.

        Raises NotSavedError when it cannot be written. What cannot be pickled is a mistake of ours, and only logged.
        """
        with self._changed:
            number = self._asked[service] = self._asked.get(service, 0) + 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._written.get(service, 0) >= number)
            if why := self._no_room.get(service):
                raise NotSavedError(
                    f"The change is made, but cannot be written to {self._folder} ({why}): it is lost when Petri ends "
                    "unless that is mended by then."
                )

    def path(self, service: str) -> Path:
        """The file of a service."""
        return self._folder / f"{service}.state"

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._due, _RETRY_SECONDS if self._no_room else None)
                due = self._due() or {service: self._written[service] for service in self._no_room}
            for service, number in due.items():
                self._write(service)
                with self._changed:
                    self._written[service] = number
                    self._changed.notify_all()

    def _due(self) -> dict[str, int]:
        return {service: asked for service, asked in self._asked.items() if self._written.get(service, 0) < asked}

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
