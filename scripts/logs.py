"""``petri logs``: what the emulator has to say."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from scripts import container
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, State

_SECONDS_BETWEEN_LOOKS = 0.2


def logs(
    state: State = DEFAULT_STATE,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with new lines until Ctrl-C.")] = False,
) -> None:
    """Print the emulator's log since its last start: one line for each call of an AWS API, and what went wrong."""
    log = state.emulator_log
    if found := container.find(state):
        # The file has what the watcher of the functions' sources has to say.
        log.parent.mkdir(parents=True, exist_ok=True)
        log.touch()
        printing = container.logs(found, follow=follow)
        if not follow:
            printing.wait()
    if not log.exists():
        raise PetriError(f"There is no log {log} yet: start Petri with `petri up`.")
    try:
        with log.open(errors="replace") as lines:
            while True:
                sys.stdout.writelines(lines)
                sys.stdout.flush()
                if not follow:
                    return
                time.sleep(_SECONDS_BETWEEN_LOOKS)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.stderr.close()  # or Python complains once more that nobody reads
