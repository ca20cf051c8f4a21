"""What is kept from one start to the next, as files: emptied, packed and unpacked while the emulator is stopped."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from scripts import container, emulator, processes
from scripts.errors import PetriError
from scripts.exclusive import alone
from scripts.state_folder import StateFolder


@contextmanager
def emulator_stopped(state: StateFolder, console: Console) -> Iterator[None]:
    """Stop the emulator, if it runs, and start it again afterwards: files must not change while they are copied."""
    if container.find(state):
        raise PetriError(
            "The emulator is a container, which keeps its state in a volume of its own: `petri down` and `petri up` "
            "without --engine docker for this, or empty the volume with `docker compose down --volumes`."
        )
    with alone(state.lock, "Another `petri up` or `petri down` is at work here; waiting for it."):
        running = emulator.find(state)
        if running:
            with console.status("Stopping the emulator …"):
                processes.end(running.process)
        try:
            yield
        finally:
            if running:
                with console.status("Starting the emulator again …"):
                    emulator.start(running.command)


def empty(state: StateFolder) -> None:
    """Remove all that was created: resources, items, objects, logs. Certificates stay, which people may trust."""
    shutil.rmtree(state.data, ignore_errors=True)
    if state.data.exists():
        raise PetriError(f"{state.data} could not be removed: look who may write there.")


def pack(state: StateFolder, archive: Path) -> None:
    """Write everything that was created into one file, which appears when it is complete."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    draft = archive.with_name(f".{archive.name}.draft")
    state.data.mkdir(parents=True, exist_ok=True)
    # It may have secrets in function environments: for the owner's eyes.
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
        tar.add(state.data, arcname="state")
    draft.replace(archive)


def unpack(state: StateFolder, archive: Path) -> None:
    """Put what :func:`pack` wrote in the place of what is there.

    Raises PetriError when the file is none of ours or damaged; what is there stays then.
    """
    draft = state.data.with_name(f"{state.data.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(draft, filter="data")
        if not (draft / "state").is_dir():
            raise PetriError(f"{archive} is no snapshot of Petri.")
        empty(state)
        state.data.parent.mkdir(parents=True, exist_ok=True)
        (draft / "state").rename(state.data)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise PetriError(f"{archive} cannot be read: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
