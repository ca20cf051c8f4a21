"""The process of the emulator: LocalStack's runtime, and a line for people when it is ready, or why it is not.

``petri up`` starts it with the environment of ``emulator.environment`` and the log as its output; or becomes it, when
it stays in the foreground.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import logging
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

import psutil

from emulator.environment import is_loopback
from scripts import log_files, service_catalog
from scripts.processes import descendants
from scripts.setup.layout import VENV
from scripts.state_folder import StateFolder

if TYPE_CHECKING:
    from typing import NoReturn

READY = "Petri is ready"
"""How the line begins that says so."""

_SECONDS_TO_START = 60.0
# Less than whoever asks it to stop waits before they kill it: twelve seconds of `petri down`, thirty of the container.
_SECONDS_TO_STOP = 10.0
_MODULE = "scripts.emulator_process"


@dataclass(frozen=True)
class EmulatorCommand:
    """What an emulator process is told, which is also how it is found among all processes."""

    state: StateFolder
    host: str
    port: int
    verbose: bool = False

    @property
    def url(self) -> str:
        """Where SDKs of this machine reach it."""
        return f"http://{'127.0.0.1' if self.is_open_to_others else self.host}:{self.port}"

    @property
    def public_url(self) -> str:
        """The same for people and their browsers."""
        return f"http://{'localhost' if self.host == '127.0.0.1' or self.is_open_to_others else self.host}:{self.port}"

    @property
    def is_open_to_others(self) -> bool:
        """Whether other machines reach it, beside this one, which it listens to in any case."""
        return not is_loopback(self.host)

    def arguments(self, report_descriptor: int) -> list[str]:
        """The command line; ``report_descriptor`` is an inherited file for what people should read."""
        options = ["--state", str(self.state.path), "--host", self.host, "--port", str(self.port)]
        verbose = ["--verbose"] if self.verbose else []
        # -P: a module in the current folder must not take the place of an installed one.
        return [str(VENV / "bin/python"), "-P", "-m", _MODULE, *options, *verbose, "--report", str(report_descriptor)]

    @classmethod
    def parse(cls, command_line: Sequence[str]) -> Self | None:
        """What the emulator process with this command line was told; None when it is another program's."""
        if list(command_line[1:4]) != ["-P", "-m", _MODULE]:
            return None
        options = _parser().parse_args(command_line[4:])
        return cls(StateFolder(options.state), options.host, options.port, options.verbose)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--report", type=int, required=True)
    return parser


class _Both:
    """A text stream that writes to two."""

    def __init__(self, first: IO[str], second: IO[str]) -> None:
        self._streams = (first, second)

    def write(self, text: str) -> int:
        for stream in self._streams:
            stream.write(text)
        return len(text)

    def flush(self) -> None:
        for stream in self._streams:
            stream.flush()

    def isatty(self) -> bool:
        return False


def main() -> None:
    """Run the emulator until SIGTERM or SIGINT.

    Its standard output and error are the log. With --verbose they are what they were, so that nothing which the
    system, Java or a failing import writes there is lost; what Python prints goes to the log, too.
    """
    options = _parser().parse_args()
    command = EmulatorCommand(StateFolder(options.state), options.host, options.port, options.verbose)
    report = os.fdopen(options.report, "w", buffering=1, errors="replace")
    os.set_inheritable(options.report, False)
    if command.verbose:
        log = command.state.emulator_log.open("a", buffering=1)
        for stream in (sys.stdout, sys.stderr):
            assert isinstance(stream, io.TextIOWrapper)
            stream.reconfigure(line_buffering=True, errors="replace")
        sys.stdout = _Both(sys.stdout, log)
        sys.stderr = _Both(sys.stderr, log)
    try:
        _run(command, report)
    except Exception:
        traceback.print_exc()
        _give_up(command, report, "The emulator stopped while it started (exit code 1).")


def _run(command: EmulatorCommand, report: IO[str]) -> None:
    from localstack import config
    from localstack.runtime import events
    from localstack.runtime.main import main as run_localstack

    service_catalog.provide(Path(config.dirs.cache))

    def announce() -> None:
        if events.infra_ready.wait(_SECONDS_TO_START):
            seconds = time.time() - psutil.Process().create_time()
            _tell(report, f"{READY} at {command.url} ({seconds:.1f} s)")
        elif not events.infra_stopping.is_set():
            _give_up(command, report, f"The emulator is not ready after {_SECONDS_TO_START:.0f} seconds.")

    # Told of signals, too, when the thread that handles them hangs.
    told, teller = socket.socketpair()
    teller.setblocking(False)
    signal.set_wakeup_fd(teller.fileno(), warn_on_full_buffer=False)

    def stop_in_time() -> None:
        while told.recv(1)[0] not in (signal.SIGTERM, signal.SIGINT):
            pass
        time.sleep(_SECONDS_TO_STOP)
        with suppress(OSError):
            os.write(2, f"Petri is stopped after {_SECONDS_TO_STOP:.0f} seconds; threads:\n".encode())
            faulthandler.dump_traceback(2)
        _kill_children()
        _tell(report, "Petri has stopped.")
        os._exit(0)  # as asked: what was acknowledged is on disk

    threading.Thread(target=announce, name="announce-ready", daemon=True).start()
    threading.Thread(target=stop_in_time, name="stop-in-time", daemon=True).start()
    try:
        # LocalStack's settings are ours, not the user's. One of them it takes for a relic that has the same name.
        logging.getLogger("localstack.deprecations").setLevel(logging.ERROR)
        run_localstack()
    except SystemExit as end:
        if events.infra_stopped.is_set() and events.infra_ready.is_set():
            _tell(report, "Petri has stopped.")
        _end(end.code if isinstance(end.code, int) else 1)


def _end(code: int) -> NoReturn:
    """End without waiting for threads: LocalStack has some that never do (SQS's queue worker for one).

    Every shutdown hook has run by now: the functions are stopped, the engine has closed its database.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _tell(report: IO[str], text: str) -> None:
    # Whoever started us in the background is gone since it has read that we are ready.
    with suppress(OSError):
        print(text, file=report)


def _give_up(command: EmulatorCommand, report: IO[str], why: str) -> NoReturn:
    """Say why and end at once: threads that hang are no reason to stay."""
    sys.stdout.flush()
    sys.stderr.flush()
    # With --verbose it was all seen.
    _tell(report, why if command.verbose else f"{why} {log_files.quote_end(command.state.emulator_log)}")
    _kill_children()
    os._exit(1)


def _kill_children() -> None:
    for child in descendants(psutil.Process()):
        with suppress(psutil.Error):
            child.kill()


if __name__ == "__main__":
    main()
