"""The emulator in a container of a real engine, used from outside as people do."""

from __future__ import annotations

import io
import json
import subprocess
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
import requests
import websocket

from scripts.setup.layout import ROOT
from tests.support import eventually

if TYPE_CHECKING:
    from tests.docker.conftest import Kit

pytestmark = pytest.mark.timeout(600)

UNCHANGEABLE = ("/petri/emulator/plugins.py", "/petri/.venv/bin/petri", "/etc/passwd", "/petri", "/usr/local/bin")


def create_virus(kit: Kit) -> str:
    response = requests.post(f"{kit.endpoint}/_aws/execute-api/dojohttp01/dev/virus", timeout=30)
    assert response.status_code == 200, (response.text, kit.run("logs").stdout[-5000:])
    return str(response.json()["id"])


def viruses(kit: Kit) -> set[str]:
    answer = requests.get(f"{kit.endpoint}/_aws/execute-api/dojohttp01/dev/virus", timeout=30)
    return {virus["id"] for virus in answer.json()["viruses"]}


def in_container(kit: Kit, command: str) -> tuple[int, str]:
    code, output = kit.container.exec_run(["sh", "-c", command])
    return code, output.decode()


def is_healthy(kit: Kit) -> bool:
    return bool(kit.container.attrs["State"].get("Health", {}).get("Status") == "healthy")


def test_healthy(kit: Kit) -> None:
    eventually(lambda: is_healthy(kit), timeout_seconds=60)


def test_port_is_published_on_loopback_alone(kit: Kit) -> None:
    bindings = kit.container.attrs["HostConfig"]["PortBindings"]
    assert bindings == {f"{kit.port}/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(kit.port)}]}


def test_a_user_without_capabilities(kit: Kit) -> None:
    _, status = in_container(kit, "cat /proc/1/status; cat /proc/$$/status")
    values = [tuple(line.split(":", 1)) for line in status.splitlines() if ":" in line]
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert {int(value, 16) for key, value in values if key == name} == {0}
    assert {value.strip() for key, value in values if key == "NoNewPrivs"} == {"1"}
    assert {value.split()[0] for key, value in values if key == "Uid"} == {"10001"}


@pytest.mark.parametrize("path", UNCHANGEABLE)
def test_file_system_is_read_only(kit: Kit, path: str) -> None:
    assert kit.container.attrs["HostConfig"]["ReadonlyRootfs"]
    # As root, who is refused by nothing else: not even the owner of a file changes it.
    code, output = kit.container.exec_run(["touch", path], user="0")
    assert code != 0
    assert "Read-only file system" in output.decode()


def test_virus_from_post_to_web_socket(kit: Kit) -> None:
    url = f"ws://127.0.0.1:{kit.port}/_aws/execute-api/dojowebs01/dev"
    client = websocket.create_connection(url, timeout=30)
    created = create_virus(kit)
    while json.loads(str(client.recv()))["virusId"] != created:
        pass
    client.close()
    assert created in viruses(kit)


def test_functions_say_that_they_share_files(kit: Kit) -> None:
    """The container may mount nothing, so the functions make do: they run, and the log says what they lack."""
    create_virus(kit)
    logs = kit.run("logs")
    assert logs.returncode == 0
    assert "lambda.CreateFunction => 201" in logs.stdout
    assert "Functions have no /var/task and no /opt" in logs.stdout


def test_status_and_page(kit: Kit) -> None:
    parts = {part["name"]: part for part in json.loads(kit.run("status", "--json").stdout)}
    assert parts["emulator"]["state"] == "running"
    assert parts["application"]["state"] == "deployed"
    assert parts["game"]["state"] == "running"
    console = requests.get(f"http://localhost:{kit.port}/_petri/", timeout=20)
    assert console.status_code == 200
    assert '<div id="root">' in console.text


def test_node_functions_too(kit: Kit) -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("index.mjs", "export const handler = async () => process.version;")
    functions = kit.client("lambda")
    functions.create_function(
        FunctionName="node",
        Runtime="nodejs24.x",
        Handler="index.handler",
        Role="arn:aws:iam::000000000000:role/test",
        Code={"ZipFile": package.getvalue()},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName="node")
    answer = functions.invoke(FunctionName="node")["Payload"].read()
    assert answer.startswith(b'"v24.')
    functions.delete_function(FunctionName="node")


def test_state_survives_another_container(kit: Kit) -> None:
    created = create_virus(kit)
    before = kit.container.id
    assert kit.run("down").returncode == 0
    assert not kit.engine.containers.list(all=True, filters={"label": f"com.docker.compose.project={kit.project}"})
    up = kit.up()
    assert up.returncode == 0, up.stdout + up.stderr
    assert "resources as wanted" in up.stdout
    assert kit.container.id != before
    assert created in viruses(kit)


def test_state_survives_a_kill(kit: Kit) -> None:
    created = create_virus(kit)
    kit.container.kill()
    eventually(lambda: kit.container.status == "exited", timeout_seconds=30)
    kit.container.start()
    eventually(lambda: is_healthy(kit), timeout_seconds=60)
    assert created in viruses(kit)


def test_sigterm_ends_it_in_time(kit: Kit) -> None:
    create_virus(kit)
    began = time.time()
    # The engine kills what has not ended after so many seconds, and that is exit code 137.
    kit.container.stop(timeout=30)
    state = kit.container.attrs["State"]
    assert (state["ExitCode"], state["OOMKilled"]) == (0, False)
    last = kit.container.logs(since=int(began), tail=20).decode().splitlines()
    assert last[-1] == "Petri has stopped."
    assert "ERROR" not in "\n".join(last)
    kit.container.start()
    eventually(lambda: is_healthy(kit), timeout_seconds=60)


def test_compose_accepts_the_file(kit: Kit) -> None:
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
    compose = ["docker", "compose"] if plugin else ["docker-compose"]
    checked = subprocess.run([*compose, "config", "--quiet"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr


def test_image_has_no_tools_and_no_settings(kit: Kit) -> None:
    """What only the build needs stays behind, with the addresses of the registries it used."""
    image = kit.engine.images.get("petri-test")
    assert image.attrs["Config"]["User"] == "petri"
    settings = [entry.partition("=")[0] for entry in image.attrs["Config"]["Env"]]
    assert set(settings) == {"PATH", "PETRI_PORT", "PYTHONDONTWRITEBYTECODE"}
    assert not [entry for entry in image.history() if "PIP_" in entry["CreatedBy"] or "NPM_" in entry["CreatedBy"]]
    code, listed = in_container(kit, "ls -a /petri /petri/.tools")
    assert code == 0
    assert not {"node_modules", "setup", "tests", ".git"} & set(listed.split())
