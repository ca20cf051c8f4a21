"""An emulator of a measurement's own: nothing else runs in it, and nothing is left of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import psutil
from localstack.utils.net import get_free_tcp_port

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "eu-west-1"


@dataclass(frozen=True)
class BenchEmulator:
    """A running emulator as measurements see it."""

    port: int
    folder: Path
    """For what a measurement writes; removed with the emulator."""
    process: psutil.Process
    started_seconds: float
    """How long the start took, until it answered."""

    @property
    def endpoint(self) -> str:
        """The AWS endpoint."""
        return f"http://127.0.0.1:{self.port}"

    def session(self) -> boto3.Session:
        """An AWS session; its clients find the emulator in the environment."""
        return boto3.Session(region_name=REGION)

    def client(self, service: str) -> Any:
        """A boto3 client on this emulator."""
        session: Any = self.session()
        return session.client(service, endpoint_url=self.endpoint)

    def api_path(self, api_id: str, stage: str = "dev") -> str:
        """The path of a stage's root on the emulator's port."""
        return f"/_aws/execute-api/{api_id}/{stage}"

    def resident_bytes(self) -> int:
        """Resident memory of the emulator's own process, without functions and engine."""
        return int(self.process.memory_info().rss)

    def processor_seconds(self) -> float:
        """What the emulator's own process has computed so far: says more than a clock when the machine is busy."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory_mib(self) -> float:
        """Proportional memory of the emulator and everything it started: shared pages count once."""
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(_own_memory(process) for process in processes) / 2**20


@contextmanager
def running_emulator(**environment: str) -> Iterator[BenchEmulator]:
    """Start an emulator, and stop it in the end. AWS clients of this process are pointed at it.

    ``environment`` is added to its variables.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = get_free_tcp_port()
        petri = Path(sys.executable).with_name("petri")
        begun = time.perf_counter()
        process = subprocess.Popen(
            [petri, "up", "--emulator-only", "--foreground", "--port", str(port), "--state", f"{folder}/state"],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
        try:
            assert process.stdout
            process.stdout.readline()
            seconds = time.perf_counter() - begun
            emulator = BenchEmulator(port, Path(folder), psutil.Process(process.pid), seconds)
            os.environ.update(
                AWS_ENDPOINT_URL=emulator.endpoint, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test"
            )
            yield emulator
        finally:
            process.terminate()
            process.wait(timeout=60)


def _own_memory(process: psutil.Process) -> int:
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0  # it has ended since it was listed
    return int(getattr(memory, "pss", memory.uss))
