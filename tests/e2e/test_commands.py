"""What one does with a deployed application: the real commands on a real emulator."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.invoke import EVENTS
from tests.conftest import Emulator
from tests.e2e.petri_command import PetriCommand
from tests.support import create_api, create_function, eventually, http_get_event, recorded

VIRUS = "4f2f0a52-9d38-4d0e-a2f1-5a1c3c7b8f10"
# What the functions answer to their events, by the events' files.
ANSWERS: dict[str, Callable[[Any], bool]] = {
    "hello": lambda answer: json.loads(answer["body"]) == {"message": "Hello, world!"},
    "getVirus": lambda answer: "viruses" in json.loads(answer["body"]),
    "createVirus": lambda answer: "id" in json.loads(answer["body"]),
    "createVirus.schedule": lambda answer: "id" in json.loads(answer["body"]),
    "killVirus": lambda answer: json.loads(answer["body"]) == {"id": VIRUS},
    "connect": lambda answer: answer == {"statusCode": 200},
    "disconnect": lambda answer: answer == {"statusCode": 200},
    "sendMessageToClient": lambda answer: answer is None,
}


@pytest.fixture(scope="module")
def petri(start_emulator: Callable[..., Emulator]) -> PetriCommand:
    """An emulator with the application."""
    command = PetriCommand.of(start_emulator())
    deployed = command.run("deploy")
    assert deployed.returncode == 0, deployed.stderr
    return command


def test_each_function_has_an_event() -> None:
    from infra.application import APPLICATION

    assert {file.stem for file in EVENTS.glob("*.json")} == ANSWERS.keys()
    assert {function.name for function in APPLICATION.functions} <= ANSWERS.keys()


@pytest.mark.parametrize("event", ANSWERS)
def test_a_function_does_its_work_with_its_event(petri: PetriCommand, event: str) -> None:
    invoked = petri.answer("invoke", "-f", event.partition(".")[0], "--path", str(EVENTS / f"{event}.json"))
    assert invoked["functionError"] is None
    assert ANSWERS[event](invoked["payload"])


def test_events_have_what_real_ones_have(emulator: Emulator, tmp_path: Path) -> None:
    """A real request, and a real connection, as functions see them."""
    source = 'import json\ndef handler(event, context): return {"statusCode": 200, "body": json.dumps(event)}'
    api = create_api(emulator, "HTTP", {"POST /virus": create_function(emulator, source)})
    real = http_get_event(emulator, api, "/virus", method="POST", json={})
    ours = json.loads((EVENTS / "createVirus.json").read_text())
    assert ours.keys() == real.keys()
    assert ours["requestContext"].keys() == real["requestContext"].keys()
    assert ours["requestContext"]["http"].keys() == real["requestContext"]["http"].keys()

    import websocket

    source = """
import json, os
def handler(event, context):
    with open(os.environ["EVENTS_FILE"], "a") as file:
        file.write(json.dumps(event) + "\\n")
    return {"statusCode": 200}
"""
    file = tmp_path / "events"
    recorder = create_function(emulator, source, EVENTS_FILE=str(file))
    api = create_api(emulator, "WEBSOCKET", {"$connect": recorder, "$disconnect": recorder})
    websocket.create_connection(emulator.api_url(api, scheme="ws"), timeout=20).close()
    eventually(lambda: len(recorded(file)) == 2)
    for name, real in zip(("connect", "disconnect"), recorded(file), strict=True):
        ours = json.loads((EVENTS / f"{name}.json").read_text())
        assert ours.keys() == real.keys()
        assert ours["requestContext"].keys() - {"disconnectReason"} == real["requestContext"].keys() - {
            "disconnectReason"
        }


def test_invoke(petri: PetriCommand) -> None:
    plain = petri.run("invoke", "-f", "hello", "--log")
    assert plain.returncode == 0
    assert json.loads(plain.stdout)["statusCode"] == 200
    assert "REPORT RequestId" in plain.stderr

    # The name in the account will do, and the event may come through a pipe.
    piped = petri.run(
        "invoke", "-f", "dojo-serverless-dev-killVirus", "--path", "-", stdin='{"pathParameters": {"id": "x"}}'
    )
    assert json.loads(json.loads(piped.stdout)["body"]) == {"id": "x"}

    failed = petri.run("invoke", "-f", "killVirus", "--data", "{}")
    assert failed.returncode == 1
    assert json.loads(failed.stdout)["errorType"] == "KeyError"
    assert "failed after" in failed.stderr
    as_json = json.loads(petri.run("invoke", "-f", "killVirus", "--json", "--log").stdout)
    assert as_json["functionError"] == "Unhandled"
    assert any("KeyError" in line for line in as_json["log"])


def test_logs_of_functions(petri: PetriCommand) -> None:
    petri.run("invoke", "-f", "hello")

    def lines() -> list[dict[str, str]]:
        return [json.loads(line) for line in petri.run("logs", "-f", "hello", "--json").stdout.splitlines()]

    found = eventually(lambda: [line for line in lines() if line["message"].startswith("REPORT")])
    assert found[-1].keys() == {"time", "function", "stream", "message"}
    assert found[-1]["function"] == "dojo-serverless-dev-hello"
    assert petri.run("logs", "-f", "hello", "--since", "0s").stdout == ""
    assert "REPORT RequestId" in petri.run("logs", "--all").stdout


def test_logs_that_go_on(petri: PetriCommand) -> None:
    tail = petri.start("logs", "-f", "hello", "--tail", "--since", "0s")
    try:
        # It may not look yet when the function runs: what is printed afterwards must come.
        assert tail.stdout
        for _ in range(3):
            petri.run("invoke", "-f", "hello")
        assert "RequestId" in tail.stdout.readline()
    finally:
        tail.send_signal(signal.SIGINT)
        assert tail.wait(timeout=20) == 130


def test_logs_of_the_emulator(petri: PetriCommand) -> None:
    state = ("--state", str(petri.state))
    petri.run("invoke", "-f", "hello")
    assert "AWS lambda.Invoke => 200" in petri.run("logs", *state).stdout
    described = [json.loads(line) for line in petri.run("logs", *state, "--json", "--since", "1h").stdout.splitlines()]
    assert any(line["message"] == "AWS lambda.Invoke => 200" and line["level"] == "INFO" for line in described)


@pytest.fixture
def open_socket(petri: PetriCommand) -> Iterator[Any]:
    """``petri ws`` with an open connection; its frames are lines on its standard output."""
    process = petri.start("ws", "--json", "--timeout", "50")
    eventually(lambda: petri.answer("connections"), 30)
    yield process
    process.kill()
    process.wait()


def _next_frame(process: Any, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The next one of this kind; a virus of the schedule may come before it."""
    while not wanted(frame := json.loads(process.stdout.readline())):
        pass
    return dict(frame)


def test_a_socket_by_hand(petri: PetriCommand, open_socket: Any) -> None:
    (connection,) = petri.answer("connections")
    assert connection.keys() == {"connectionId", "apiId", "stage", "sourceIp", "userAgent", "connectedAt"}
    assert connection["connectionId"] in petri.run("connections").stdout

    created = petri.answer("invoke", "-f", "createVirus")
    made = json.loads(created["payload"]["body"])["id"]
    _next_frame(open_socket, lambda frame: frame["type"] == "text" and json.loads(frame["data"]) == {"virusId": made})

    assert petri.run("connections", "send", connection["connectionId"][:6], "hi").returncode == 0
    _next_frame(open_socket, lambda frame: frame["data"] == "hi")

    # An id may begin like an option.
    assert "There is no open connection -Gx=" in petri.run("connections", "send", "-Gx=", "hi").stderr

    assert petri.run("connections", "disconnect", connection["connectionId"]).returncode == 0
    assert _next_frame(open_socket, lambda frame: frame["type"] == "close")["code"] == 1000
    assert open_socket.wait(timeout=20) == 0
    eventually(lambda: petri.answer("connections") == [])


def test_a_socket_in_a_script(petri: PetriCommand) -> None:
    # No route answers a message, which API Gateway says to the client.
    answered = petri.run("ws", "--send", '{"action": "nothing"}', "--count", "1", "--timeout", "20")
    assert answered.returncode == 0, answered.stderr
    assert "Forbidden" in answered.stdout
    piped = petri.run("ws", "--count", "2", "--timeout", "20", stdin="one\ntwo\n")
    assert piped.stdout.count("Forbidden") == 2
    in_vain = petri.run("ws", "--count", "1", "--timeout", "0.2")
    assert (in_vain.returncode, in_vain.stderr) == (1, "0 of 1 messages came.\n")


def test_the_aws_cli_passes_through(petri: PetriCommand) -> None:
    identity = petri.run("awslocal", "sts", "get-caller-identity", "--query", "Account", "--output", "text")
    assert identity.stdout == "000000000000\n"
    missing = petri.run("awslocal", "lambda", "get-function", "--function-name", "nothing")
    assert missing.returncode == 255
    assert "ResourceNotFoundException" in missing.stderr


def test_fire_and_trace(petri: PetriCommand) -> None:
    rule, function = "dojo-serverless-dev-createVirus-schedule", "dojo-serverless-dev-createVirus"
    assert petri.answer("fire", "createVirus-schedule") == {"rule": rule, "functions": [function]}
    assert petri.answer("trace", "--limit", "1").keys() == {"traces"}


def test_doctor(petri: PetriCommand) -> None:
    checked = json.loads(petri.run("doctor", "--state", str(petri.state), "--json").stdout)
    checks = {check["check"]: check for check in checked["checks"]}
    assert checks[f"port {petri.port}"]["verdict"] == "ok"
    assert "Petri answers" in checks[f"port {petri.port}"]["found"]
    assert checks["DynamoDB Local"]["verdict"] == "ok"
    assert {check["verdict"] for check in checks.values()} <= {"ok", "warning", "problem"}
