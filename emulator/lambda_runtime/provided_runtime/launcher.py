"""Starts the ``bootstrap`` executable of a function that brings its own runtime, and ends with it.

An executable of somebody else's does not know of the lifeline; this process holds it for the whole group. Standard
library only. Arguments: the descriptor of the lifeline, the handler (which the bootstrap reads from ``_HANDLER``).
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading

OPEN_FILES = 1024


def main() -> None:
    """Run the bootstrap to its end, and end as it did."""
    lifeline = int(sys.argv[1])
    os.set_inheritable(lifeline, False)
    threading.Thread(target=_end_with_the_emulator, args=(lifeline,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    bootstrap = _bootstrap()
    try:
        status = subprocess.run([bootstrap], check=False).returncode  # noqa: S603 - the function's own program
    except OSError as error:
        print(f"{bootstrap} could not be started: {error}", flush=True)
        status = 1
    if status < 0:
        os.kill(os.getpid(), -status)
    os._exit(status)


def _bootstrap() -> str:
    """Where AWS looks: in the package, then in the layers."""
    folders = [os.environ["LAMBDA_TASK_ROOT"], *filter(None, os.environ.pop("PETRI_LAYERS", "").split(":"))]
    found = (os.path.join(folder, "bootstrap") for folder in folders)  # noqa: PTH118
    return next((path for path in found if os.path.exists(path)), f"{folders[0]}/bootstrap")  # noqa: PTH110


def _end_with_the_emulator(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
