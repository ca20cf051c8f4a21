from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from emulator.lambda_runtime import runtime_process
from emulator.lambda_runtime.places import Places

if TYPE_CHECKING:
    from tests.unit.lambda_runtime.conftest import Fixture, MakeEnvironment

FUNCTION = """
import runtime_client
def handler(event, context):
    match event:
        case "raise": raise ValueError("grüße")
        case int(): return "x" * event
        case "tell":
            return [runtime_client.__file__, context.aws_request_id, context.get_remaining_time_in_millis() > 0]
"""


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the systems for which there is no native client."""
    monkeypatch.setattr(runtime_process, "zygotes_for", lambda *_: ())


@pytest.fixture
def function(make_environment: MakeEnvironment, tmp_path: Path) -> Fixture:
    """A function in a runtime without the native client."""
    (tmp_path / "runtime_client.py").write_text("raise ImportError('not built for this system')\n")
    made = make_environment(FUNCTION)
    packages = made.environment._variables(Places(made.directory))["PYTHONPATH"]
    return make_environment(FUNCTION, variables={"PYTHONPATH": f"{tmp_path}:{packages}"})


def test_invocations_are_served(function: Fixture) -> None:
    for number in range(2):
        file, request_id, has_time = json.loads(function.invoke("tell", request_id=f"r-{number}").payload)
        assert Path(file).parts[-2:] == ("python_runtime", "runtime_client.py")
        assert (request_id, has_time) == (f"r-{number}", True)


def test_errors_are_told(function: Fixture) -> None:
    answer = function.invoke("raise")
    assert answer.is_error
    assert json.loads(answer.payload)["errorMessage"] == "grüße"


def test_refused_response_is_complained_of_d60(function: Fixture) -> None:
    answer = function.invoke(7_000_000)
    assert json.loads(answer.payload)["errorType"] == "Function.ResponseSizeTooLarge"
    assert "Http response code: 413." in answer.log_tail + "".join(function.messages())
    assert function.call(1) == "x"
