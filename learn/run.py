"""Checks one step against the running emulator."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from infra.errors import explain
from infra.outputs import Outputs
from learn import application_file
from learn.deployment import Deployment
from learn.lab import Lab
from learn.source_check import require_readable
from learn.steps import Step
from learn.wrong import Place, Wrong

# CloudWatch gives a megabyte of a log at a time, at most.
_MUCH_LOG = 500_000
# Seconds: logs come a moment late, some only after the check that caused them.
_LATELY = 10.0
_SECONDS_TO_CONNECT = 5.0
_NOTHING_DEPLOYED = Outputs("", "", "", "", "", "", "", "", "", "", {}, {})


@dataclass(frozen=True)
class Result:
    """Whether a step is done; if not, the one thing that is wrong."""

    step: str
    passed: bool
    message: str = ""
    place: Place | None = None
    note: str = ""
    """what the learner should know in any case"""


class EmulatorMissing(Exception):  # noqa: N818
    """Nothing answers at the endpoint."""


def check(step: Step, folder: Path, deployment: Deployment, endpoint: str, patience: float = 5.0) -> Result:
    """Deploy what was touched and look at what it does. Raises EmulatorMissing; nothing else, whatever is wrong."""
    _require_emulator(endpoint)
    lab: Lab | None = None
    try:
        require_readable(folder)
        application = application_file.load(folder)
        if step.deploys:
            outputs = deployment.bring_up_to_date(application)
        else:
            deployment.forget()
            outputs = _NOTHING_DEPLOYED
        lab = Lab(folder, application, outputs, deployment.session, endpoint, patience)
        step.check(lab)
        message, place = "", None
    except Wrong as wrong:
        message, place = str(wrong), wrong.place
    except EndpointConnectionError as error:
        raise EmulatorMissing(explain(error)) from error
    except (ClientError, BotoCoreError, OSError) as error:
        message, place = _explain(error), None
    if lab and step.deploys and not _table_is_there(lab):
        deployment.forget()
        message, place = "The table is gone: something deleted it. Save again and it is made anew, empty.", None
    return Result(step.name, not message, message, place, _note(lab) if lab else "")


def _require_emulator(endpoint: str) -> None:
    """Raise EmulatorMissing when nothing listens there: a deployment would try again for a minute."""
    address = urlsplit(endpoint)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname or "", port), _SECONDS_TO_CONNECT).close()
    except OSError as error:
        raise EmulatorMissing(f"Nothing answers at {endpoint}.") from error


def _explain(error: ClientError | BotoCoreError | OSError) -> str:
    return explain(error) if isinstance(error, (ClientError, BotoCoreError)) else f"The check was interrupted: {error}"


def _table_is_there(lab: Lab) -> bool:
    dynamodb = lab.client("dynamodb")
    try:
        dynamodb.describe_table(TableName=lab.application.table)
    except dynamodb.exceptions.ResourceNotFoundException:
        return False
    return True


def _note(lab: Lab) -> str:
    for function in lab.application.functions:
        if sum(map(len, lab.log(function.name, _LATELY))) > _MUCH_LOG:
            return f"{function.name} printed half a megabyte or more just now: on AWS, logs are paid by the gigabyte."
    return ""
