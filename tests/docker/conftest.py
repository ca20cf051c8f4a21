"""A Docker engine: the one that runs, or one of the tests' own where they may start it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docker
import pytest
from docker.errors import DockerException, NotFound

from tests.conftest import REGION, free_port
from tests.docker import base_image

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS_TO_START = 60.0


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A ``docker.DockerClient``, whose engine the environment names too, for the ``petri`` and ``docker`` commands."""
    with suppress(DockerException):
        running = docker.from_env()
        running.ping()
        yield running
        return
    dockerd = shutil.which("dockerd")
    if dockerd is None or os.geteuid() != 0:
        pytest.skip("no Docker engine runs, and none can be started: that takes dockerd, and root")
    folder = tmp_path_factory.mktemp("docker")
    address = f"unix://{folder}/docker.sock"
    with (folder / "dockerd.log").open("w") as log:
        process = subprocess.Popen(
            [
                dockerd,
                *("--data-root", folder / "data", "--exec-root", folder / "exec"),
                *("--pidfile", folder / "pid", "--host", address),
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        if not (client := _wait_for(address, process)):
            last = (folder / "dockerd.log").read_text().splitlines()[-1:]
            pytest.skip(f"dockerd does not run here: {' '.join(last)}")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DOCKER_HOST", address)
            yield client
        client.close()
    finally:
        process.terminate()
        process.wait(30)
        # It leaves the network namespace of its containers mounted, and then nobody can delete the folder.
        subprocess.run(["umount", "--quiet", folder / "exec" / "netns" / "default"], check=False)
        # Layers take a gigabyte, and hold no evidence.
        shutil.rmtree(folder / "data", ignore_errors=True)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> Any:
    deadline = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(DockerException):
            client: Any = docker.DockerClient(base_url=address, timeout=300)
            client.ping()
            return client
        time.sleep(0.1)
    return None


@dataclass
class Kit:
    """`petri --engine docker` with a project, a state folder and ports of its own."""

    engine: Any
    state_dir: Path
    project: str = field(default_factory=lambda: f"petri-test-{uuid.uuid4().hex[:8]}")
    port: int = field(default_factory=free_port)
    frontend_port: int = field(default_factory=free_port)

    @property
    def endpoint(self) -> str:
        """The published port."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``petri verb`` and wait for its end."""
        petri = Path(sys.executable).with_name("petri")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return subprocess.run(
            [petri, verb, "--state", self.state_dir, *arguments],
            capture_output=True,
            text=True,
            timeout=600,
            env=environment | {"COMPOSE_PROJECT_NAME": self.project},
            check=False,
        )

    def up(self) -> subprocess.CompletedProcess[str]:
        """Everything on the ports of this test."""
        ports = ("--port", str(self.port), "--frontend-port", str(self.frontend_port))
        return self.run("up", "--engine", "docker", *ports)

    @property
    def container(self) -> Any:
        """The one container of the project, as the engine knows it now."""
        found = self.engine.containers.list(
            all=True, filters={"label": f"com.docker.compose.project={self.project}"}, ignore_removed=True
        )
        assert len(found) == 1
        return found[0]

    def client(self, service: str) -> Any:
        """A boto3 client on the published port."""
        import boto3

        session: Any = boto3.session.Session()
        return session.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


@pytest.fixture(scope="session")
def kit(engine: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """Petri in a container, started by `petri up --engine docker` from an image built for it."""
    if not shutil.which("docker-compose") and subprocess.run(["docker", "compose", "version"], check=False).returncode:
        pytest.skip("there is no Docker Compose")
    with pytest.MonkeyPatch.context() as patch:
        if reason := base_image.why_not():
            pytest.skip(reason)
        patch.setenv("BASE_IMAGE", base_image.assemble(engine))
        # What the machine is configured with reaches packages, from the machine's own network.
        patch.setenv("PETRI_BUILD_NETWORK", "host")
        patch.setenv("PETRI_IMAGE", "petri-test")
        mine = Kit(engine, tmp_path_factory.mktemp("container-state"))
        up = mine.up()
        try:
            assert up.returncode == 0, up.stdout + up.stderr
            yield mine
        finally:
            mine.run("down")
            for name in (f"{mine.project}_state", f"{mine.project}_default"):
                with suppress(NotFound):
                    engine.volumes.get(name).remove()
