"""Parent of a runtime's function processes: it has loaded once what all of them need, and forks them.

What a fork must not share is undone in `_become`; then bootstrap.py runs as if it had been started. A function for
which that would not be the same starts alone instead: the forked process executes the ordinary command.

Arguments: the descriptor of a socket to the emulator, that of the lifeline, and the ordinary command. Linux only.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, NoReturn


def main() -> None:
    """Serve until the emulator is gone, or be a function."""
    bootstrap = _sibling("bootstrap")
    fresh = set(sys.modules)
    # Before anybody imports what it replaces.
    bootstrap.resolve_local_names()
    preload, forking = _sibling("preload"), _sibling("forking")
    import gc
    import socket

    loaded = preload.load(fresh)
    _sibling("sharing").keep_shared()
    gc.disable()
    control = socket.socket(fileno=int(sys.argv[1]))
    zygote = forking.Zygote(control)
    control.send(b"ready")
    if request := zygote.serve():
        control.detach()
        _become(request, int(sys.argv[2]), sys.argv[3:], bootstrap, preload, forking, loaded)


def _become(
    request: Any,
    lifeline: int,
    command: list[str],
    bootstrap: Any,
    preload: Any,
    forking: Any,
    loaded: frozenset[str],
) -> NoReturn:
    """Be the process that ``command`` would start."""
    import gc
    import json
    import logging
    import signal
    import time

    wanted = json.loads(request.message)
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
    os.chdir(wanted["directory"])
    arguments = [*command, str(lifeline), wanted["handler"]]
    if preload.must_start_alone(environment, bootstrap.own_folders(environment), loaded):
        # Python ignores it, which would outlive the change of programs.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execve(arguments[0], arguments, environment)  # noqa: S606 - the runtime's own command
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


def _sibling(name: str) -> Any:
    """A module of this folder, which functions cannot import."""
    sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120 - pathlib is slow to import
    module = importlib.import_module(name)
    del sys.path[0], sys.modules[name]
    return module


if __name__ == "__main__":
    main()
