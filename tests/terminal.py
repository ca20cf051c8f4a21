"""A program in a terminal of its own, as people use it."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CTRL_C = "\x03"
CTRL_D = "\x04"

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07|\r")


@dataclass
class Terminal:
    """What the program has shown so far, without colours, and its keyboard."""

    process: subprocess.Popen[bytes]
    _master: int
    _raw: bytes = field(default=b"", repr=False)
    _read_until: int = 0

    @classmethod
    def start(cls, command: Sequence[str | Path], environment: Mapping[str, str], cwd: Path) -> Terminal:
        """Start the program."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**environment, "TERM": "xterm", "COLUMNS": "100", "LINES": "50"},
            cwd=cwd,
            # So that Ctrl-C reaches it, and it alone.
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(slave)
        return cls(process, master)

    @property
    def text(self) -> str:
        """All that was shown."""
        return _CONTROL.sub("", self._raw.decode(errors="replace"))

    def expect(self, *words: str, seconds: float = 60) -> str:
        """Wait until all words were shown since the last call; returns the text since then."""
        end = time.monotonic() + seconds
        while not all(word in self.text[self._read_until :] for word in words):
            assert time.monotonic() < end, f"{words} did not come: {self.text[self._read_until :]}"
            assert self._read(0.2) or self.process.poll() is None, f"It ended: {self.text[self._read_until :]}"
        shown, self._read_until = self.text[self._read_until :], len(self.text)
        return shown

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def end(self, keys: str = "", seconds: float = 30) -> int:
        """Press keys that end it; returns the exit code."""
        if keys:
            self.type(keys)
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"It does not end: {self.text}"
            self._read(0.1)
        while self._read(0.1):
            pass
        return self.process.returncode

    def close(self) -> None:
        """End it, if it still runs."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._master)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False  # the other side was closed
        self._raw += data
        return bool(data)


def _take_terminal() -> None:
    """Make standard input the terminal of the new session, from which Ctrl-C comes."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
