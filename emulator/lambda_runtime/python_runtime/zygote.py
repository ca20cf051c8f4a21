"""Parent of function processes: it has loaded once what all of them need, and forks them.

What a fork must not share is undone in `_become`; then bootstrap.py runs as if it had been started. A function for
which that would not be the same starts alone instead: the forked process executes the ordinary command. So does every
process of the other kind of zygote, which has loaded nothing, and is for all runtimes.

Arguments: the descriptor of a socket to the emulator, that of the lifeline, and what it is to be able to: ``load`` a
runtime, and ``isolate`` (see file_system.py). Linux only.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, NoReturn


def main() -> None:
    """Serve until the emulator is gone, or be a function."""
    control_descriptor, lifeline, *abilities = sys.argv[1:]
    runtime = Runtime() if "load" in abilities else None
    import gc
    import json
    import socket

    forking = _sibling("forking")
    isolation = _sibling("file_system", "mounts")
    sharing = _sibling("sharing")
    why_not = isolation.why_not() if "isolate" in abilities else "PETRI_LAMBDA_ISOLATION is 0"
    if runtime:
        runtime.load()
    # From here on, this process does not find all of the machine's files either.
    file_system = None if why_not else isolation.FileSystem()
    if runtime:
        sharing.keep_shared()
    gc.disable()
    control = socket.socket(fileno=int(control_descriptor))
    zygote = forking.Zygote(control, file_system)
    control.send(json.dumps({"why_not_isolated": why_not}).encode())
    if request := zygote.serve():
        control.detach()
        _become(request, int(lifeline), runtime, forking, file_system and isolation.Wanted, file_system)


class Runtime:
    """What is loaded before a function is."""

    def __init__(self) -> None:
        self.bootstrap = _sibling("bootstrap")
        self._already_there = set(sys.modules)
        self._loaded: frozenset[str] = frozenset()
        # Before anybody imports what it replaces.
        self.bootstrap.resolve_local_names()
        self._preload = _sibling("preload")

    def load(self) -> None:
        """Load everything."""
        self._loaded = self._preload.load(self._already_there)

    def suits(self, environment: dict[str, str]) -> bool:
        """Whether a function may be a fork of this process."""
        folders = self.bootstrap.own_folders(environment)
        return not self._preload.must_start_alone(environment, folders, self._loaded)


def _become(
    request: Any, lifeline: int, runtime: Runtime | None, forking: Any, files: Any, file_system: Any
) -> NoReturn:
    """Be the process that the command which is asked for would start."""
    import gc
    import logging
    import signal
    import time

    wanted = request.wanted
    environment: dict[str, str] = wanted["environment"]
    os.setsid()
    # Daemons of the function become its children, so that they can be told from those of others.
    forking.leave_no_orphans()
    # If both zygote and emulator are killed, nobody else would wake a frozen process to notice it.
    forking.signal_when_parent_ends(signal.SIGCONT)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(request.output, 1)
    os.dup2(request.output, 2)
    forking.close_all_but(lifeline)
    if wanted["files"]:
        file_system.enter(files(**wanted["files"]))
    os.chdir(wanted["directory"])
    command: list[str] = wanted["command"]
    arguments = [*command, str(lifeline), wanted["handler"]]
    if not runtime or not runtime.suits(environment):
        # Python ignores it, which would outlive the change of programs.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execve(arguments[0], arguments, environment)  # noqa: S606 - the runtime's own command
    bootstrap = runtime.bootstrap
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    logging._startTime = time.time_ns()  # type: ignore[attr-defined]
    sys.argv = arguments[len(command) - 1 :]
    sys.orig_argv = arguments
    bootstrap.__name__, bootstrap.__spec__ = "__main__", None
    # multiprocessing knows it by a second name.
    for name in ("__main__", "__mp_main__"):
        if name in sys.modules:
            sys.modules[name] = bootstrap
    gc.enable()
    bootstrap.serve()
    sys.exit()


def _sibling(name: str, *imported: str) -> Any:
    """A module of this folder, which functions cannot import, and those that it has imported from here."""
    sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120 - pathlib is slow to import
    module = importlib.import_module(name)
    del sys.path[0]
    for each in (name, *imported):
        del sys.modules[each]
    return module


if __name__ == "__main__":
    main()
