"""The emulator's side of a zygote: the process that has loaded a runtime already and forks function processes.

See ``python_runtime/zygote.py`` for the other side. A start without it, when it is not ready yet or the system has
none, takes longer and is otherwise the same.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from emulator.lambda_runtime.environment_variables import common_variables
from emulator.lambda_runtime.lifeline import lifeline
from emulator.lambda_runtime.runtimes import Runtime

LOG = logging.getLogger(__name__)

_SCRIPT = Path(__file__).resolve().parent / "python_runtime" / "zygote.py"
_SUPPORTED = sys.platform == "linux" and hasattr(os, "pidfd_open")
_SECONDS_TO_END = 6.0
# More than any number or its sign.
_REPORT = 64


@dataclass(frozen=True)
class Forked:
    """A new process."""

    process_id: int
    process: int
    """A descriptor of it (pidfd)."""
    reports: socket.socket
    """Says the exit status when the process and all it has started have ended; nothing if the zygote ended before."""


class Zygote:
    """One runtime's zygote. It is started again if it has died. Thread-safe."""

    def __init__(self, runtime: Runtime) -> None:
        """Nothing is started."""
        self._runtime = runtime
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._process_id = 0
        self._broken = False

    @property
    def process_id(self) -> int | None:
        """That of the zygote, when it is ready to fork."""
        return self._process_id if self._control else None

    def start(self) -> None:
        """See to it that it will be ready, but do not wait for that."""
        with self._lock:
            if not self._broken and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._live, name="lambda-zygote", daemon=True)
                self._thread.start()

    def fork(self, handler: str, environment: dict[str, str], directory: Path, output: int) -> Forked | None:
        """A process as the runtime's command would start it, writing to ``output``; None if it is not ready.

        Raises:
            OSError: the machine is out of processes or descriptors.
        """
        control = self._control
        if not control:
            self.start()
            return None
        message = json.dumps({"handler": handler, "environment": environment, "directory": str(directory)})
        reports, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                socket.send_fds(control, [message.encode()], [output, theirs.fileno()])
            answer, descriptors, _, _ = socket.recv_fds(reports, _REPORT, 1)
        except OSError:
            answer, descriptors = b"", []
        if not descriptors:
            reports.close()
            if answer:
                number = int(answer[1:])
                raise OSError(number, os.strerror(number))
            return None  # it has just died
        return Forked(int(answer), descriptors[0], reports)

    def stop(self) -> None:
        """End it and every process it has forked."""
        self._broken = True
        with self._lock:
            thread, control = self._thread, self._control
        if control:
            with suppress(OSError):
                control.shutdown(socket.SHUT_RDWR)
        if thread:
            thread.join(_SECONDS_TO_END)

    def _live(self) -> None:
        try:
            self._run()
        except OSError as error:
            self._broken = True
            LOG.warning("Functions of %s start slowly, as their zygote does not: %s", self._runtime.identifier, error)

    def _run(self) -> None:
        """Start the process, and pass on what it says until it ends."""
        runtime = self._runtime
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:
                process = subprocess.Popen(  # noqa: S603
                    [*runtime.command[:-1], _SCRIPT, str(theirs.fileno()), str(lifeline()), *runtime.command],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    env=common_variables(runtime),
                    cwd="/",
                    start_new_session=True,
                    pass_fds=(theirs.fileno(), lifeline()),
                    umask=0o022,
                )
            if ours.recv(_REPORT):
                self._process_id = process.pid
                self._control = ours
            else:
                self._broken = True
            assert process.stdout
            with process.stdout as output:
                for line in output:
                    LOG.warning("Zygote of %s: %s", runtime.identifier, line.decode(errors="replace").rstrip())
            self._control = None
            code = process.wait()
        if self._broken:
            LOG.debug("Zygote of %s has ended (%d)", runtime.identifier, code)
        else:
            LOG.warning("Zygote of %s has died (%d); the next start of a function makes one", runtime.identifier, code)


_zygotes: dict[tuple[str, ...], Zygote] = {}
_making = threading.Lock()


def zygote_of(runtime: Runtime) -> Zygote | None:
    """The zygote of a runtime; None if there can be none."""
    if not _SUPPORTED or os.environ.get("PETRI_LAMBDA_FORK") == "0" or not runtime.identifier.startswith("python"):
        return None
    with _making:
        return _zygotes.setdefault(runtime.command, Zygote(runtime))


def prepare(runtime: Runtime) -> None:
    """Have the zygote of a runtime ready soon: functions of that runtime are about to be started."""
    if zygote := zygote_of(runtime):
        zygote.start()


def stop_all() -> None:
    """End all zygotes and the processes that they have forked."""
    for zygote in list(_zygotes.values()):
        zygote.stop()
