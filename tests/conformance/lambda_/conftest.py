"""Functions made out of source code, called through the Lambda API."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Emulator


@dataclass
class Invoked:
    """The answer to an Invoke."""

    payload: Any
    error: str | None
    """``X-Amz-Function-Error``"""
    log: str
    response: dict[str, Any]

    @property
    def request_id(self) -> str:
        request_id: str = self.response["ResponseMetadata"]["RequestId"]
        return request_id


class DeployedFunction:
    """One function."""

    def __init__(self, emulator: Emulator, name: str) -> None:
        self.name = name
        self.client = emulator.client("lambda")
        self.logs = emulator.client("logs")

    def invoke(self, event: object = None, **parameters: Any) -> Invoked:
        """Invoke and wait, with the log's tail."""
        response = self.client.invoke(
            FunctionName=self.name, Payload=json.dumps(event).encode(), LogType="Tail", **parameters
        )
        return Invoked(
            payload=json.loads(response["Payload"].read()),
            error=response.get("FunctionError"),
            log=base64.b64decode(response["LogResult"]).decode(),
            response=response,
        )

    def update_code(self, source: str) -> None:
        """Replace the code, and wait until AWS would say that it is done."""
        self.client.update_function_code(FunctionName=self.name, ZipFile=zipped(source))
        self.wait()

    def wait(self) -> None:
        """Wait until the function is neither being created nor updated."""
        while True:
            configuration = self.client.get_function_configuration(FunctionName=self.name)
            if configuration["State"] != "Pending" and configuration.get("LastUpdateStatus") != "InProgress":
                return
            time.sleep(0.01)

    def log_events(self, last: str, group: str = "") -> list[dict[str, Any]]:
        """The events of the function's log group, once one that begins with ``last`` is there."""
        group = group or f"/aws/lambda/{self.name}"
        for _ in range(500):
            events: list[dict[str, Any]] = []
            with contextlib.suppress(self.logs.exceptions.ResourceNotFoundException):
                events = self.logs.filter_log_events(logGroupName=group)["events"]
            if any(event["message"].startswith(last) for event in events):
                return events
            time.sleep(0.02)
        raise AssertionError(f"no {last} in {events}")


def zipped(source: str) -> bytes:
    """A deployment package with ``handler.py``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("handler.py", source)
    return buffer.getvalue()


type Deploy = Callable[..., DeployedFunction]


@pytest.fixture
def deploy(emulator: Emulator) -> Iterator[Deploy]:
    """Make functions; they are deleted after the test."""
    deployed: list[DeployedFunction] = []

    def deploy(source: str, **settings: Any) -> DeployedFunction:
        function = DeployedFunction(emulator, f"function-{uuid.uuid4().hex[:8]}")
        function.client.create_function(
            FunctionName=function.name,
            **{
                "Runtime": "python3.13",
                "Role": "arn:aws:iam::000000000000:role/function",
                "Handler": "handler.handler",
                "Code": {"ZipFile": zipped(source)},
                **settings,
            },
        )
        deployed.append(function)
        function.wait()
        return function

    yield deploy
    for function in deployed:
        with contextlib.suppress(function.client.exceptions.ResourceNotFoundException):
            function.client.delete_function(FunctionName=function.name)
