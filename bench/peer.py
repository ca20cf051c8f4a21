"""``make bench name=peer``: one virus through Petri and through MiniStack, in turns, with the same functions.

MiniStack has no engine of AWS's behind its tables, and keeps nothing on disk. The URL of the management API that
functions make from their event does not work there: they get another one, without TLS. Functions that print nothing
take 40 ms longer there, so it is measured with those that do, too.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import boto3
from localstack.utils.net import get_free_tcp_port

from bench import timing
from bench.emulator import REGION, running_emulator
from bench.report import report
from bench.window import Window
from infra import stack
from infra.application import APPLICATION
from tests.aws_target.packages import Packages, program
from tests.aws_target.server import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.application import Application

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
    packages = Packages()
    if not packages.is_done():
        packages.run(lambda _doing: None)
    with TemporaryDirectory() as folder, _ministack(Path(folder)) as theirs, running_emulator() as emulator:
        windows = {"Petri": _open(emulator.endpoint, APPLICATION), **theirs}
        for window in windows.values():
            timing.repeat(window.create_and_wait)  # so that all are warm
        rounds = timing.in_turns(*(window.create_and_wait for window in windows.values()))
        measured = dict(zip(windows, rounds, strict=True))
        for window in windows.values():
            window.socket.close()
    ours = median(measured["Petri"])
    rows = {f"POST to WebSocket message, {name}": row for name, row in measured.items()}
    report("peer", rows | {f"Petri, times {name}": [ours / median(measured[name])] for name in theirs})


@contextmanager
def _ministack(folder: Path) -> Iterator[dict[str, Window]]:
    port = get_free_tcp_port()
    endpoint = f"http://127.0.0.1:{port}"
    settings = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "TMPDIR": str(folder)}
    with running([program("ministack")], settings, folder, port):
        os.environ.update(AWS_ENDPOINT_URL=endpoint, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
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
            "MiniStack": _open(endpoint, application),
            "MiniStack, functions print": _open(endpoint, printing),
        }


def _replace(file: Path, old: str, new: str) -> None:
    source = file.read_text()
    assert old in source
    file.write_text(source.replace(old, new, 1))


def _open(endpoint: str, application: Application) -> Window:
    """Deploy, and open a window."""
    application = replace(application, schedules=())
    session = boto3.Session(region_name=REGION)
    stack.deploy(session, lambda _change: None, application)
    return Window(endpoint, stack.outputs(session, application))


if __name__ == "__main__":
    main()
