"""The emulator's side of a zygote: the process that forks function processes.

One has loaded a Python runtime already. Another has loaded nothing: it starts what the first one cannot (yet), and the
processes of other runtimes, so that these have a file system of their own, too. See ``python_runtime/zygote.py`` for
their side.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator.lambda_runtime.environment_variables import common_variables
from emulator.lambda_runtime.lifeline import lifeline
from emulator.lambda_runtime.places import EphemeralStorage, Places
from emulator.lambda_runtime.runtimes import Runtime

LOG = logging.getLogger(__name__)

_SCRIPT = Path(__file__).resolve().parent / "python_runtime" / "zygote.py"
_SUPPORTED = sys.platform == "linux" and hasattr(os, "pidfd_open")
_SECONDS_TO_END = 6.0
# How long the first start waits for the zygote that has loaded nothing.
_SECONDS_TO_BE_READY = 5.0
# More than any number or its sign, and any error message.
_REPORT = 4096
_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Forked:
    """A new process."""

    process_id: int
    process: int
    """A descriptor of it (pidfd)."""
    reports: socket.socket
    """Says the exit status when the process and all it has started have ended; nothing if the zygote ended before."""


class Zygote:
    """It is started again if it has died. Thread-safe."""

    def __init__(self, runtime: Runtime | None) -> None:
        """That of a Python runtime; None: one that has loaded nothing. Nothing is started."""
        self._runtime = runtime
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._process_id = 0
        self._broken = False
        self.isolates = False
        """Whether its processes have a file system of their own; known when it is ready."""

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

    def wait_until_ready(self, seconds: float) -> bool:
        """Whether it can fork, now or within some seconds."""
        self.start()
        deadline = time.monotonic() + seconds
        while not self._control and not self._broken and (left := deadline - time.monotonic()) > 0:
            self._ready.wait(min(left, 0.1))
        return self._control is not None

    def remove_storage(self, name: str) -> None:
        """An execution environment needs its /tmp no more."""
        if (control := self._control) and self.isolates:
            with suppress(OSError):
                control.send(name.encode())

    def fork(
        self,
        command: tuple[str, ...],
        handler: str,
        environment: dict[str, str],
        places: Places,
        output: int,
        storage: EphemeralStorage | None = None,
    ) -> Forked | None:
        """A process as ``command`` would start it, writing to ``output``; None if it is not ready.

        With a ``storage`` the process is isolated.

        Raises:
            OSError: the machine is out of processes or descriptors.
        """
        control = self._control
        if not control:
            self.start()
            return None
        directory, files = places.code, None
        if storage:
            files = {
                "code": os.path.realpath(places.code),
                "layers": [os.path.realpath(layer) for layer in places.layers],
                "storage": storage.name,
                "megabytes": storage.megabytes,
                "kept": _needed_in_tmp(command),
            }
            directory = places.as_isolated().code
        request: dict[str, Any] = {
            "command": command,
            "handler": handler,
            "environment": environment,
            "directory": str(directory),
            "files": files,
        }
        message = json.dumps(request)
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
            LOG.warning("Functions of %s start slowly, as their zygote does not: %s", self._name, error)

    @property
    def _name(self) -> str:
        return self._runtime.identifier if self._runtime else "all runtimes"

    def _command(self, control: int) -> list[str]:
        interpreter = self._runtime.command[:-1] if self._runtime else (sys.executable, "-I", "-S")
        abilities = ["load"] if self._runtime else []
        if os.environ.get("PETRI_LAMBDA_ISOLATION") != "0":
            abilities.append("isolate")
        return [*interpreter, str(_SCRIPT), str(control), str(lifeline()), *abilities]

    def _run(self) -> None:
        """Start the process, and pass on what it says until it ends."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:
                process = subprocess.Popen(  # noqa: S603
                    self._command(theirs.fileno()),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    env=common_variables(self._runtime) if self._runtime else {"LC_CTYPE": "C.UTF-8"},
                    cwd="/",
                    start_new_session=True,
                    pass_fds=(theirs.fileno(), lifeline()),
                    umask=0o022,
                )
            if greeting := ours.recv(_REPORT):
                self._greet(json.loads(greeting)["why_not_isolated"])
                self._process_id = process.pid
                self._control = ours
                self._ready.set()
            else:
                self._broken = True
            assert process.stdout
            with process.stdout as output:
                for line in output:
                    LOG.warning("Zygote of %s: %s", self._name, line.decode(errors="replace").rstrip())
            self._control = None
            self._ready.clear()
            code = process.wait()
        if self._broken:
            LOG.debug("Zygote of %s has ended (%d)", self._name, code)
        else:
            LOG.warning("Zygote of %s has died (%d); the next start of a function makes one", self._name, code)

    def _greet(self, why_not_isolated: str) -> None:
        self.isolates = not why_not_isolated
        if why_not_isolated and not self._runtime:
            LOG.warning(
                "Functions have no /var/task and no /opt, and share the machine's /tmp (see docs/lambda.md): %s",
                why_not_isolated,
            )


def _needed_in_tmp(command: tuple[str, ...]) -> list[str]:
    """What a process needs of Petri's, as far as that is in the machine's /tmp, where nothing is found otherwise."""
    program, checkout = command[0], str(_CHECKOUT)
    certificates = (os.environ.get(name, "") for name in ("PETRI_CA_BUNDLE", "PETRI_TRUST_BUNDLE"))
    outside = (
        path for path in (program, os.path.realpath(program), *certificates) if not path.startswith(f"{checkout}/")
    )
    return [path for path in (checkout, *outside) if path.startswith("/tmp/")]  # noqa: S108


_zygotes: dict[tuple[str, ...], Zygote] = {}
_making = threading.Lock()


def zygote_of(runtime: Runtime) -> Zygote | None:
    """The zygote that has loaded a runtime; None if there can be none."""
    if os.environ.get("PETRI_LAMBDA_FORK") == "0" or not runtime.identifier.startswith("python"):
        return None
    return _zygote(runtime)


def _zygote(runtime: Runtime | None) -> Zygote | None:
    if not _SUPPORTED:
        return None
    with _making:
        return _zygotes.setdefault(runtime.command if runtime else (), Zygote(runtime))


def zygotes_for(runtime: Runtime, storage: EphemeralStorage) -> Iterator[Zygote]:
    """Those that can start a process, the quickest first. It may have died meanwhile."""
    if storage.holder:
        yield storage.holder
    loaded = zygote_of(runtime)
    if loaded and loaded.wait_until_ready(0):
        yield loaded
    empty = _zygote(None)
    if empty and empty.wait_until_ready(_SECONDS_TO_BE_READY):
        yield empty


def prepare(runtime: Runtime) -> None:
    """Have zygotes ready soon: functions of that runtime are about to be started."""
    for zygote in (_zygote(None), zygote_of(runtime)):
        if zygote:
            zygote.start()


def stop_all() -> None:
    """End all zygotes and the processes that they have forked."""
    for zygote in list(_zygotes.values()):
        zygote.stop()
