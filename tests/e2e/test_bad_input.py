"""Mistakes that people make: one sentence that says what and what to do, exit code 2, and no stack trace."""

from __future__ import annotations

import http.server
import json
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import free_port
from tests.e2e.petri_command import PETRI, PetriCommand

PETRI_STATUS = (PETRI, "snapshot", "list", "--json", "--state")


@pytest.fixture
def nobody(tmp_path: Path) -> PetriCommand:
    """``petri`` with a port on which nothing listens."""
    return PetriCommand(free_port(), tmp_path / "state")


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence it was refused with."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_a_wrong_command(nobody: PetriCommand) -> None:
    assert refused(nobody.run("deplyo")).startswith("There is no command deplyo. Did you mean deploy?")


@pytest.mark.parametrize("command", [["deploy"], ["diff"], ["invoke"], ["logs"]])
def test_a_wrong_function(nobody: PetriCommand, command: list[str]) -> None:
    said = refused(nobody.run(*command, "-f", "createvirsu"))
    assert said == "There is no function createvirsu. Did you mean createVirus?"


def test_a_missing_file(nobody: PetriCommand, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text("{}")
    said = refused(nobody.run("invoke", "-f", "hello", "--path", str(tmp_path / "evnt.json")))
    assert said == f"There is no file {tmp_path / 'evnt.json'}. Did you mean event.json?"


def test_broken_json(nobody: PetriCommand, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text('{\n  "a": oops\n}')
    said = refused(nobody.run("invoke", "-f", "hello", "--path", str(tmp_path / "event.json")))
    assert "is not valid JSON: line 2, column 8" in said


@pytest.mark.parametrize(
    "command",
    [
        "deploy",
        "diff",
        "remove",
        "invoke -f hello",
        "fire createVirus-schedule",
        "logs -f hello",
        "trace",
        "ws",
        "connections",
        "awslocal sts get-caller-identity",
    ],
)
def test_an_emulator_that_is_down(nobody: PetriCommand, command: str) -> None:
    said = refused(nobody.run(*command.split()))
    assert said == (
        f"Petri is not running: nothing answers at http://127.0.0.1:{nobody.port}. Start it with `petri up`."
    )


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("deploy -f createvirsu", "There is no function createvirsu. Did you mean createVirus?"),
        ("connections", "Petri is not running: nothing answers at"),
        ("ws --count 1", "Petri is not running: nothing answers at"),
        ("invoke", "Missing option '--function' / '-f'"),
        ("trace --nonsense", "No such option: --nonsense"),
        ("up --port 0", "Invalid value for '--port'"),
        ("snapshot load a b", "Got unexpected extra argument"),
        ("deplyo", "There is no command deplyo. Did you mean deploy?"),
    ],
)
def test_a_script_gets_mistakes_as_json(nobody: PetriCommand, command: str, message: str) -> None:
    error = json.loads(refused(nobody.run(*command.split(), "--json")))["error"]
    assert error.keys() == {"message", "exitCode"}
    assert error["message"].startswith(message)
    assert error["exitCode"] == 2


def test_a_script_gets_a_negative_answer_as_json(nobody: PetriCommand) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Nonsense) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        done = nobody.run("ws", f"ws://127.0.0.1:{server.server_port}/", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads(done.stderr)["error"]["exitCode"] == 1
    status = nobody.run("status", "--json", "--state", str(nobody.state))
    assert (status.returncode, status.stderr) == (3, "")


def test_what_the_aws_cli_is_told_is_not_for_petri(nobody: PetriCommand) -> None:
    assert not refused(nobody.run("awslocal", "sts", "get-caller-identity", "--json")).startswith("{")


class _Nonsense(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404)
        self.end_headers()
        self.wfile.write(b"<h1>Not here</h1>")


@pytest.fixture(params=["web server", "mute"])
def other_program(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PetriCommand]:
    """Something else on the port: a web server, or something that does not speak HTTP."""
    if request.param == "web server":
        server = http.server.HTTPServer(("127.0.0.1", 0), _Nonsense)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield PetriCommand(server.server_port, tmp_path)
        server.shutdown()
        server.server_close()
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            try:
                while True:
                    client, _ = listener.accept()
                    client.sendall(b"220 mail.example.com ESMTP\r\n")
                    client.close()
            except OSError:
                pass

        threading.Thread(target=greet, daemon=True).start()
        yield PetriCommand(listener.getsockname()[1], tmp_path)


@pytest.mark.parametrize("command", ["deploy", "trace", "connections"])
def test_another_program_on_the_port(other_program: PetriCommand, command: str) -> None:
    said = refused(other_program.run(command))
    assert said.startswith(f"At http://127.0.0.1:{other_program.port} another program answers, not Petri")


def test_doctor_tells_of_another_program(other_program: PetriCommand) -> None:
    checked = other_program.run("doctor", "--state", str(other_program.state))
    assert checked.returncode == 1
    assert f"Port {other_program.port} is in use" in " ".join(checked.stdout.split())


def test_a_profile_that_does_not_exist(nobody: PetriCommand, tmp_path: Path) -> None:
    """The environment may name an endpoint and a profile of its own."""
    server = http.server.HTTPServer(("127.0.0.1", 0), _Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_PROFILE": "nobody",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
    }
    said = refused(nobody.run("deploy", **environment))
    server.shutdown()
    server.server_close()
    assert said.startswith("There is no AWS profile nobody.")


class _Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"services": {}}')


@pytest.mark.parametrize("endpoint", ["localhost:4566", "nonsense", "http://", "http://localhost:x"])
def test_an_endpoint_that_is_none(nobody: PetriCommand, endpoint: str) -> None:
    said = refused(nobody.run("deploy", AWS_ENDPOINT_URL=endpoint))
    assert said.startswith(f"AWS_ENDPOINT_URL is {endpoint}, which is no URL")


def test_an_endpoint_where_nobody_is(nobody: PetriCommand) -> None:
    endpoint = f"http://127.0.0.1:{nobody.port}"
    said = refused(nobody.run("deploy", AWS_ENDPOINT_URL=endpoint))
    assert said.startswith(f"Nothing answers at {endpoint}, which AWS_ENDPOINT_URL names.")


def test_a_port_that_is_none(nobody: PetriCommand) -> None:
    assert refused(nobody.run("deploy", PETRI_PORT="http")).startswith("PETRI_PORT is http, which is not a port number")


def test_a_time_that_is_none(nobody: PetriCommand) -> None:
    assert refused(nobody.run("logs", "--since", "yesterday")).startswith("yesterday is no point in time")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to write to")
def test_a_full_disk(nobody: PetriCommand) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PETRI_STATUS, str(nobody.state)], stdout=full, stderr=subprocess.PIPE, text=True, env=nobody.environment
        )
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["message"].startswith("The disk is full")


def test_a_reader_that_goes_away_is_no_failure(nobody: PetriCommand) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*PETRI_STATUS, str(nobody.state)], stdout=write, stderr=subprocess.PIPE, text=True, env=nobody.environment
    )
    os.close(write)
    assert done.stderr == ""


def test_debug_shows_where(nobody: PetriCommand) -> None:
    done = nobody.run("deploy", "--debug")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "Petri is not running" in done.stderr


def test_nothing_runs(nobody: PetriCommand) -> None:
    state = ("--state", str(nobody.state))
    assert nobody.run("status", *state).returncode == 3
    assert nobody.answer("down", *state) == {"stopped": []}
    assert "petri up" in refused(nobody.run("open", "game", *state))
    assert "petri up" in refused(nobody.run("logs", *state))
