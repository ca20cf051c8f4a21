"""``make bench name=peer``: one virus through Petri and through MiniStack, in turns, with the same functions.

MiniStack has no engine of AWS's behind its tables, and keeps nothing on disk. The URL of the management API that
functions make from their event does not work there: they get another one, without TLS. Functions that print nothing
take 40 ms longer there, so it is measured with those that do, too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import boto3
import psutil
import requests
import websocket
from localstack.utils.net import get_free_tcp_port

from bench import timing
from bench.emulator import REGION, running_emulator
from bench.report import report
from infra import stack
from infra.application import APPLICATION
from tests.aws_target.packages import Packages, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from infra.application import Application

_WARM_UP_ROUNDS = 200
_URL_OF_EVENT = "endpoint_url=endpoint,"
_URL_THAT_WORKS = (
    "endpoint_url=os.environ['AWS_ENDPOINT_URL'] + '/_aws/execute-api/'"
    " + endpoint.removeprefix('https://').partition('.')[0] + endpoint[endpoint.rindex('/') :],"
)

_PRINTING = """

_handler = handler


def handler(event, context):
    print("called", flush=True)
    return _handler(event, context)
"""


def main() -> None:
    """Start both, deploy the application to both, and measure."""
    Packages().run(lambda _doing: None)
    with TemporaryDirectory() as folder, _ministack(Path(folder)) as theirs, running_emulator() as emulator:
        creations = {"Petri": _window(emulator.endpoint, APPLICATION), **theirs}
        for create in creations.values():
            for _ in range(_WARM_UP_ROUNDS):
                create()
        measured = dict(zip(creations, timing.in_turns(*creations.values()), strict=True))
    ours = median(measured["Petri"])
    rows = {f"POST to WebSocket message, {name}": row for name, row in measured.items()}
    report("peer", rows | {f"Petri, times {name}": [ours / median(measured[name])] for name in theirs})


@contextmanager
def _ministack(folder: Path) -> Iterator[dict[str, Callable[[], None]]]:
    port = get_free_tcp_port()
    process = subprocess.Popen(
        [program("ministack")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "TMPDIR": str(folder)},
    )
    try:
        endpoint = f"http://127.0.0.1:{port}"
        while not _answers(endpoint):
            time.sleep(0.05)
        application = replace(APPLICATION, code=shutil.copytree(APPLICATION.code, folder / "lambdas"))
        client = application.code / "shared" / "management_api.py"
        _replace(client, _URL_OF_EVENT, _URL_THAT_WORKS)
        _replace(client, "import boto3", "import os\n\nimport boto3")
        printing = replace(
            application,
            service="printing",
            table="printing",
            http_api_id="printhttp1",
            websocket_api_id="printwebs1",
            code=shutil.copytree(application.code, folder / "printing"),
        )
        for function in ("virus/create.py", "real_time/send_message_to_client.py"):
            with (printing.code / function).open("a") as source:
                source.write(_PRINTING)
        yield {
            "MiniStack": _window(endpoint, application),
            "MiniStack, functions print": _window(endpoint, printing),
        }
    finally:
        _end(psutil.Process(process.pid))


def _end(process: psutil.Process) -> None:
    """It waits for what its functions do, and these for more to do."""
    family = [process, *process.children(recursive=True)]
    for each in family:
        each.kill()
    psutil.wait_procs(family)


def _answers(endpoint: str) -> bool:
    try:
        return bool(requests.get(f"{endpoint}/_localstack/health", timeout=1))
    except requests.ConnectionError:
        return False


def _replace(file: Path, old: str, new: str) -> None:
    source = file.read_text()
    assert old in source
    file.write_text(source.replace(old, new, 1))


def _window(endpoint: str, application: Application) -> Callable[[], None]:
    """Deploy, and open a window: what creates one virus and waits for the message of it."""
    os.environ.update(AWS_ENDPOINT_URL=endpoint, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    application = replace(application, schedules=())
    session = boto3.Session(region_name=REGION)
    stack.deploy(session, lambda _change: None, application)
    outputs = stack.outputs(session, application)
    apis = f"{endpoint}/_aws/execute-api"
    virus = f"{apis}/{outputs.http_api_id}/{outputs.stage}/virus"
    url = f"{apis.replace('http', 'ws', 1)}/{outputs.websocket_api_id}/{outputs.stage}"
    socket, http = websocket.create_connection(url, timeout=30), requests.Session()

    def create_and_wait() -> None:
        created = http.post(virus).json()["id"]
        while json.loads(str(socket.recv())) != {"virusId": created}:
            pass

    return create_and_wait


if __name__ == "__main__":
    main()
