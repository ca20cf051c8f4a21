"""How far each event source mapping has delivered its stream: kept on disk, so that a restart skips nothing.

An update of a mapping makes a new poller, and a start of the emulator too: both go on from here. A batch that was under
way when the emulator ended is delivered again.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from pathlib import Path

from localstack import config

LOG = logging.getLogger(__name__)


class Positions:
    """By the UUID of the mapping, one small file each. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._known: dict[str, int] = {}
        self._failing: set[str] = set()

    def get(self, mapping: str) -> int | None:
        """The number of the record after which the mapping goes on, None if it has not begun."""
        with self._lock:
            if mapping not in self._known and (stored := self._read(mapping)) is not None:
                self._known[mapping] = stored
            return self._known.get(mapping)

    def set(self, mapping: str, number: int) -> None:
        """Everything up to this record is delivered."""
        with self._lock:
            if self._known.get(mapping) != number:
                self._known[mapping] = number
                self._try_to_write(mapping, number)

    def furthest(self) -> int:
        """The highest number of a record that any mapping has read."""
        with self._lock:
            stored = {file.stem: self._read(file.stem) for file in self._folder.glob("*.json")} | self._known
            return max((number for number in stored.values() if number is not None), default=0)

    def forget(self, mapping: str) -> None:
        """The mapping is deleted."""
        with self._lock:
            self._known.pop(mapping, None)
            self._file(mapping).unlink(missing_ok=True)

    def _file(self, mapping: str) -> Path:
        return self._folder / f"{mapping}.json"

    def _read(self, mapping: str) -> int | None:
        try:
            stored = json.loads(self._file(mapping).read_bytes())
            return int(stored["after"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            LOG.warning("The position of event source mapping %s is lost (%s): it starts anew.", mapping, error)
            return None

    def _try_to_write(self, mapping: str, number: int) -> None:
        try:
            self._write(mapping, number)
        except OSError as error:
            # Delivery goes on: that a restart delivers again what this one has is better than to stand still.
            if mapping not in self._failing:
                LOG.warning(
                    "How far event source mapping %s has come cannot be kept in %s (%s): after a restart it delivers "
                    "records again.",
                    mapping,
                    self._folder,
                    error,
                )
            self._failing.add(mapping)
        else:
            self._failing.discard(mapping)

    def _write(self, mapping: str, number: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._file(mapping).with_suffix(".draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"after": number}, file)
        draft.replace(self._file(mapping))


POSITIONS = Positions(Path(config.dirs.data) / "stream-positions")
"""those of this emulator"""
