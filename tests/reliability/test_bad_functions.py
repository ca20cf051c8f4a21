"""Functions that do what none should: each gets AWS's error or an end, and the others notice nothing."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from botocore.exceptions import ClientError

from tests.support import ECHO, ROLE, create_function, eventually, zip_of

if TYPE_CHECKING:
    from tests.conftest import Emulator

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def witness(emulator: Emulator) -> str:
    """A function that answers at once."""
    return create_function(emulator, ECHO)


def invoke(emulator: Emulator, function: str, event: object = None) -> Any:
    """The payload of the answer."""
    answer = emulator.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode())
    return json.loads(answer["Payload"].read())


def invoke_watched(emulator: Emulator, function: str, witness: str, event: object = None) -> Any:
    """The same, while another function is called again and again, and answers."""
    with ThreadPoolExecutor() as pool:
        bad = pool.submit(invoke, emulator, function, event)
        while True:
            ended = bad.done()
            assert invoke(emulator, witness)["statusCode"] == 200
            if ended:
                return bad.result()


def log_messages(emulator: Emulator, function: str, last: str) -> list[str]:
    """All of the function's log, once an event begins with ``last``."""
    logs = emulator.client("logs")
    group = f"/aws/lambda/{function.rpartition(':')[2]}"

    def messages() -> list[str] | None:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        try:
            found = [event["message"] for page in pages for event in page["events"]]
        except logs.exceptions.ResourceNotFoundException:
            return None  # nothing is delivered yet
        return found if any(message.startswith(last) for message in found) else None

    return eventually(messages, 30) or []


def memory(emulator: Emulator) -> int:
    """Resident bytes of the emulator's own process."""
    process = psutil.Process(emulator.pid)
    return max(each.memory_info().rss for each in (process, *process.children(recursive=True)))


def test_a_handler_that_is_not_there_d52(emulator: Emulator, witness: str) -> None:
    function = create_function(emulator, "def other(event, context):\n    pass\n")
    answer = invoke_watched(emulator, function, witness)
    assert answer["errorType"] == "Runtime.HandlerNotFound"
    assert answer["errorMessage"] == "Handler 'handler' missing on module 'index'"


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"Code": {"ZipFile": b"this is no zip"}}, id="no-zip"),
        pytest.param({"Environment": {"Variables": {f"NAME_{n}": "x" for n in range(1000)}}}, id="1000-variables"),
    ],
)
def test_what_is_refused_when_it_is_made(emulator: Emulator, witness: str, settings: dict[str, Any]) -> None:
    client = emulator.client("lambda")
    name = f"bad-{uuid.uuid4().hex[:8]}"
    good = {"Runtime": "python3.13", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": zip_of(ECHO)}}
    with pytest.raises(ClientError) as refused:
        client.create_function(FunctionName=name, **good | settings)
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValueException"
    # Nothing is left of it: the name is free.
    client.create_function(FunctionName=name, **good)
    assert invoke(emulator, witness)["statusCode"] == 200


# One write of as much as a pipe takes, again and again: as fast as it goes.
FLOOD = """
import os
def handler(event, context):
    chunk = event.encode() * (65536 // len(event))
    while True:
        os.write(1, chunk)
"""


@pytest.mark.parametrize("text", [pytest.param("x\n", id="short-lines"), pytest.param("x" * 1000, id="no-lines")])
def test_output_without_end(emulator: Emulator, witness: str, text: str) -> None:
    function = create_function(emulator, FLOOD, timeout=4)
    before = memory(emulator)
    assert invoke_watched(emulator, function, witness, text)["errorType"] == "Sandbox.Timedout"
    messages = log_messages(emulator, function, "REPORT")
    assert memory(emulator) - before < 192 * MEGABYTE
    assert any(message.startswith("Petri has dropped") for message in messages)
    kinds = [message.split()[0] for message in messages if message[0] != "x"]
    assert [kind for kind in kinds if kind != "Petri"][:4] == ["INIT_START", "START", "END", "REPORT"]


STUBBORN = """
import os, signal, time
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
def handler(event, context):
    if event == "hang":
        while True:
            time.sleep(60)
    return os.getpid()
"""


def test_signals_ignored(emulator: Emulator, witness: str) -> None:
    function = create_function(emulator, STUBBORN, timeout=1)
    process_id = invoke(emulator, function)
    assert invoke_watched(emulator, function, witness, "hang")["errorType"] == "Sandbox.Timedout"
    assert not psutil.pid_exists(process_id)
    process_id = invoke(emulator, function)
    emulator.client("lambda").delete_function(FunctionName=function)
    eventually(lambda: not psutil.pid_exists(process_id), 90)


GREEDY = """
kept = []
def handler(event, context):
    while True:
        kept.append(bytearray(b"x") * 1024 * 1024)
"""


def test_memory_without_end(emulator: Emulator, witness: str) -> None:
    function = create_function(emulator, GREEDY, timeout=60)
    answer = invoke_watched(emulator, function, witness)
    assert answer["errorType"] == "Runtime.ExitError"
    assert answer["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")
    assert "Error Type: Runtime.OutOfMemory" in log_messages(emulator, function, "REPORT")[-1]


FILES = """
kept = []
def handler(event, context):
    if event == "close":
        kept.clear()
        return "well"
    for number in range(10_000):
        kept.append(open("/dev/null"))
"""


def test_ten_thousand_files_d71(emulator: Emulator, witness: str) -> None:
    function = create_function(emulator, FILES)
    answer = invoke_watched(emulator, function, witness)
    assert answer["errorType"] == "OSError"
    assert answer["errorMessage"] == "[Errno 24] Too many open files: '/dev/null'"
    assert invoke(emulator, function, "close") == "well"


# Fifty children, each of which starts a daemon: a session of its own, and no parent.
DAEMONS = """
import os, pathlib, time
def handler(folder, context):
    for number in range(50):
        if os.fork() == 0:
            if os.fork() == 0:
                os.setsid()
                pathlib.Path(folder, str(os.getpid())).touch()
                time.sleep(600)
            os._exit(0)
        os.wait()
    while len(os.listdir(folder)) < 50:
        time.sleep(0.01)
    time.sleep(600)
"""


@pytest.mark.skipif(not psutil.LINUX, reason="Who leaves the process group is found on Linux alone.")
def test_daemons_end_with_their_function(emulator: Emulator, witness: str, tmp_path: Path) -> None:
    function = create_function(emulator, DAEMONS, timeout=5)
    assert invoke_watched(emulator, function, witness, str(tmp_path))["errorType"] == "Sandbox.Timedout"
    daemons = [int(file.name) for file in tmp_path.iterdir()]
    assert len(daemons) == 50
    eventually(lambda: not any(map(psutil.pid_exists, daemons)))


# Ends in the middle of everything, in each of the ways there are.
ENDS = """
import ctypes, os, signal, sys, threading
def handler(event, context):
    match event:
        case "exit": sys.exit(3)
        case "abort": os.abort()
        case "crash": ctypes.string_at(0)
        case "stdout": os.close(1); os.close(2)
        case "group": os.killpg(0, signal.SIGKILL)
        case "recursion": handler("recursion", context)
        case "descriptors": os.closerange(3, 1024)
    return "fine"
"""


@pytest.mark.parametrize("way", ["exit", "abort", "crash", "group", "recursion"])
def test_sudden_ends(emulator: Emulator, witness: str, way: str) -> None:
    function = create_function(emulator, ENDS, timeout=5)
    answer = invoke_watched(emulator, function, witness, way)
    assert answer["errorType"] == ("RecursionError" if way == "recursion" else "Runtime.ExitError")
    assert invoke(emulator, function) == "fine"


@pytest.mark.parametrize("way", ["stdout", "descriptors"])
def test_descriptors_closed(emulator: Emulator, way: str) -> None:
    """Those to the outside. Whatever comes of it, the next invocation is well."""
    function = create_function(emulator, ENDS, timeout=5)
    invoke(emulator, function, way)
    assert invoke(emulator, function) == "fine"
