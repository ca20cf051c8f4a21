"""The process of another implementation of AWS."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def running(command: list[str | Path], settings: dict[str, str], home: Path, port: int) -> Iterator[None]:
    """Run ``command`` from when ``port`` answers; ``settings`` are in the place of what this shell says of AWS."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PETRI_"))}
    log = home / "output.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=inherited | settings)
    try:
        while not _answers(port):
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
