"""Where a process finds the function's code and layers, and what is its own in /tmp."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.lambda_runtime.zygote import Zygote


@dataclass(frozen=True)
class Places:
    """The folders of a function."""

    code: Path
    """``LAMBDA_TASK_ROOT``"""
    layers: tuple[Path, ...] = ()
    """Those first whose files count more: AWS merges them in /opt."""

    def as_isolated(self) -> Places:
        """Where they are for a process with a file system of its own (see ``python_runtime/file_system.py``)."""
        return Places(Path("/var/task"), (Path("/opt"),) if self.layers else ())


@dataclass(eq=False)
class EphemeralStorage:
    """The /tmp of one execution environment: what a process leaves there is there for the next (conformance D55)."""

    megabytes: int
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    holder: Zygote | None = None
    """Who has it: all processes of the environment come from there."""

    def remove(self) -> None:
        """Forget it, once its last process has ended."""
        holder, self.holder = self.holder, None
        if holder:
            holder.remove_storage(self.name)
