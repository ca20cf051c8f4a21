"""One emulator for a whole test run: real processes on free ports, with a state folder of its own."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REGION = "eu-west-1"
REPOSITORY = Path(__file__).parent.parent

# Functions have a /tmp of their own, but some leave files where a test looks for them: its own folder.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/var/tmp")


@dataclass
class Emulator:
    """A running emulator as tests see it."""

    port: int
    state_dir: Path
    process: subprocess.Popen[str]
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        """The AWS endpoint."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that was started; the emulator itself may be a child of it."""
        return self.process.pid

    def client(self, service: str, endpoint_url: str | None = None, **options: str) -> Any:
        """A boto3 client on this emulator, made once. Nothing is retried: a first answer is the answer.

        ``options`` such as ``region_name`` and ``aws_access_key_id`` (which names the account) have defaults.
        """
        key = json.dumps([service, endpoint_url, options])
        if key not in self._clients:
            session: Any = boto3.session.Session()
            defaults = {"region_name": REGION, "aws_access_key_id": "test", "aws_secret_access_key": "test"}
            self._clients[key] = session.client(
                service,
                endpoint_url=endpoint_url or self.endpoint,
                config=Config(retries={"total_max_attempts": 1}),
                **defaults | options,
            )
        return self._clients[key]

    @property
    def ca_bundle(self) -> Path:
        """The certificate authority that clients must trust for TLS."""
        return self.state_dir / "state" / "tls" / "ca.pem"

    def api_url(self, api_id: str, stage: str = "dev", scheme: str = "http") -> str:
        """The URL of a stage in the form that needs no DNS."""
        return f"{scheme}://127.0.0.1:{self.port}/_aws/execute-api/{api_id}/{stage}"


def free_port() -> int:
    """A TCP port that nobody listens on, and that the system gives to no outgoing connection meanwhile."""
    while True:
        port = random.randrange(20_000, 32_768)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@pytest.fixture(scope="session")
def start_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Emulator]]:
    """Start an emulator, as often as a test needs one; all are stopped at the end of the run."""
    started: list[Emulator] = []

    def start(state_dir: Path | None = None, port: int | None = None, **environment: str) -> Emulator:
        state = state_dir or tmp_path_factory.mktemp("state")
        port = port or free_port()
        petri = Path(sys.executable).with_name("petri")
        output = tmp_path_factory.mktemp("output") / "petri.log"
        process = subprocess.Popen(
            [petri, "up", "--emulator-only", "--foreground", "--port", str(port), "--state", state],
            # A file, not a pipe: nobody reads on once the emulator is ready, and a full pipe would stop it.
            stdout=output.open("w"),
            stderr=subprocess.STDOUT,
            text=True,
            # Rarely: a write that no mapping is told of shall not be found all the same.
            env=os.environ | {"PETRI_STREAM_LOOK_SECONDS": "300"} | environment,
        )
        emulator = Emulator(port, state, process)
        started.append(emulator)
        while "ready" not in output.read_text():
            assert process.poll() is None, f"The emulator did not start:\n{output.read_text()}"
            time.sleep(0.05)
        return emulator

    yield start
    failures = [failure for emulator in started if (failure := stop(emulator))]
    assert not failures, failures


def stop(emulator: Emulator) -> str | None:
    """End an emulator as ``petri down`` does. One that will not end is a failure to report, but no orphan."""
    emulator.process.terminate()
    try:
        emulator.process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        emulator.process.kill()
        return f"The emulator on port {emulator.port} did not end within 30 s of SIGTERM."
    return None


@pytest.fixture(scope="session")
def stop_emulator() -> Callable[[Emulator], None]:
    """End an emulator within a test."""

    def end(emulator: Emulator) -> None:
        assert stop(emulator) is None

    return end


@pytest.fixture(scope="session")
def emulator(start_emulator: Callable[..., Emulator]) -> Emulator:
    """The emulator that all tests share; those that must not share start their own."""
    return start_emulator()
