"""The Java process of DynamoDB Local."""

from __future__ import annotations

import logging
import subprocess
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from localstack.runtime import events
from localstack.utils.run import ShellCommandThread

LOG = logging.getLogger(__name__)

LISTENING = "listening on "
# Its web server may wait five seconds for threads of its own. What was acknowledged is on disk, however it ends.
STOP_SECONDS = 2.0


class EngineStartError(Exception):
    """DynamoDB Local ended before it listened; the message has what it said."""


class EngineProcess(ShellCommandThread):
    """Runs DynamoDB Local until :meth:`stop`, and starts it again when it dies by itself.

    The process holds the reading end of a pipe from us as its standard input, and ends when that is closed: it cannot
    outlive us, whatever we die of.
    """

    stopped: bool

    def __init__(self, command: list[str], folder: Path, before_each_life: Callable[[], object] = lambda: None) -> None:
        """``before_each_life`` is called while the process does not run."""
        super().__init__(
            command,
            stdin=True,
            cwd=str(folder),
            inherit_env=False,
            env_vars={"DDB_LOCAL_TELEMETRY": "0"},
            auto_restart=True,
            log_listener=self._read_line,
            name="dynamodb-local",
        )
        self._port: Future[int] = Future()
        self._before_each_life = before_each_life
        self._last_lines: deque[str] = deque(maxlen=10)

    def port(self, timeout: float) -> int:
        """The port the engine listens on, as soon as it does.

        Raises :class:`EngineStartError` if it never will, ``TimeoutError`` after ``timeout`` seconds.
        """
        return self._port.result(timeout)

    def is_listening(self) -> bool:
        """Whether the engine can be called right now."""
        return self._port.done() and self._port.exception() is None

    def do_run_cmd(self) -> None:
        """One life of the process."""
        if self.stopped:
            return
        self._before_each_life()
        super().do_run_cmd()
        if self.stopped or events.infra_stopping.is_set():
            return
        if not self._port.done():
            self.auto_restart = False
            said = " ".join(self._last_lines) or "it said nothing"
            self._port.set_exception(EngineStartError(f"DynamoDB Local did not start: {said}"))
            return
        self._port = Future()
        LOG.warning("DynamoDB Local ended by itself (exit code %s) and is started again.", self.process.returncode)

    def stop(self, quiet: bool = False) -> None:
        """Let the engine end in order, or kill it if it does not."""
        self.auto_restart = False
        self.stopped = True
        process: subprocess.Popen[bytes] | None = self.process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            if not quiet:
                LOG.warning("DynamoDB Local did not end within %s seconds and is killed.", STOP_SECONDS)
            process.kill()

    def _read_line(self, line: str, **_stream: Any) -> None:
        line = line.strip()
        LOG.debug(line)
        if line.startswith(LISTENING) and not self._port.done():
            self._port.set_result(int(line.removeprefix(LISTENING)))
        elif line:
            self._last_lines.append(line)
