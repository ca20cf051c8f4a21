"""The learner's application in the emulator, for commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import stack
from infra.aws import default_session
from infra.errors import StackError, explain
from learn import application_file, run
from learn.deployment import Deployment
from learn.run import Result
from learn.steps import Step
from learn.wrong import Place, Wrong
from scripts.application_urls import application_urls


class LearnersApplication:
    """Deployed when a step is checked."""

    def __init__(self, folder: Path, endpoint: str, say: Callable[[str], None] = lambda _line: None) -> None:
        self._folder = folder
        self._endpoint = endpoint
        self._session: boto3.Session = default_session()
        self._deployment = Deployment(self._session, say)

    def check(self, step: Step) -> Result:
        """Deploy what was touched and check a step. Raises EmulatorMissing."""
        return run.check(step, self._folder, self._deployment, self._endpoint)

    def urls(self) -> dict[str, str]:
        """The addresses of the APIs; empty for one that is not there. Raises Wrong when nothing is deployed."""
        try:
            outputs = stack.outputs(self._session, application_file.load(self._folder))
        except (StackError, ClientError, BotoCoreError) as error:
            raise Wrong(explain(error)) from error
        urls = application_urls(outputs, self._endpoint)
        return {
            "HTTP API": urls.http if outputs.http_api_id else "",
            "WebSocket API": urls.websocket if outputs.websocket_api_id else "",
        }

    def invoke(self, function: str, event: Path | None) -> str:
        """What a function answers to the event in a file, as JSON. Raises Wrong."""
        try:
            payload = event.read_text() if event else "{}"
            json.loads(payload)
        except (OSError, ValueError) as error:
            raise Wrong(f"{event} is no JSON file: {error}", Place(str(event))) from error
        try:
            result = self._session.client("lambda").invoke(FunctionName=self._name(function), Payload=payload)
        except (ClientError, BotoCoreError) as error:
            raise Wrong(explain(error)) from error
        return result["Payload"].read().decode()

    def log(self, function: str) -> list[str]:
        """The last messages of a function's log. Raises Wrong when there is none."""
        logs = self._session.client("logs")
        try:
            found = logs.filter_log_events(logGroupName=f"/aws/lambda/{self._name(function)}")
        except logs.exceptions.ResourceNotFoundException:
            raise Wrong(f"{function} has no log: it was not invoked yet, or has another name.") from None
        return [event["message"] for event in found["events"]][-200:]

    def _name(self, function: str) -> str:
        return application_file.load(self._folder).resource_name(function)
