from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy

GAP = "\N{NO-BREAK SPACE}"
FIGURES = re.compile(r"\d+\.\d\d ms|Used: \d+ MB|Billed Duration: \d+ ms|\d{4}-\d\d-\d\dT[\d:.]+Z|\.v\d+|:[0-9a-f]{64}")


def masked(message: str) -> str:
    return FIGURES.sub("#", message)


def test_log_of_a_cold_and_a_warm_invocation_d70_d72_d73_d74_d76(deploy: Deploy) -> None:
    function = deploy(
        """
import logging
logging.getLogger().setLevel("INFO")
def handler(event, context):
    print("multi\\nline")
    logging.info("a record")
    return context.log_stream_name
"""
    )
    first = function.invoke()
    second = function.invoke()
    events = function.log_events(f"REPORT RequestId: {second.request_id}")
    body = ["multi\n", "line\n"]
    assert [masked(event["message"]) for event in events] == [
        "INIT_START Runtime Version: python:3.13#\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime#\n",
        f"START RequestId: {first.request_id} Version: $LATEST\n",
        *body,
        f"[INFO]\t#\t{first.request_id}\ta record\n",
        f"END RequestId: {first.request_id}\n",
        f"REPORT RequestId: {first.request_id}\tDuration: #\t#\tMemory Size: 128 MB\tMax Memory #"
        "\tInit Duration: #\t\n",
        f"START RequestId: {second.request_id} Version: $LATEST\n",
        *body,
        f"[INFO]\t#\t{second.request_id}\ta record\n",
        f"END RequestId: {second.request_id}\n",
        f"REPORT RequestId: {second.request_id}\tDuration: #\t#\tMemory Size: 128 MB\tMax Memory #\t\n",
    ]
    assert {event["logStreamName"] for event in events} == {first.payload}


def test_log_tail_d61_d78(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    print('x' * event)\n")
    invoked = function.invoke(10)
    assert masked(invoked.log).splitlines() == [
        f"START RequestId: {invoked.request_id} Version: $LATEST",
        "x" * 10,
        f"END RequestId: {invoked.request_id}",
        f"REPORT RequestId: {invoked.request_id}\tDuration: #\t#\tMemory Size: 128 MB\tMax Memory #"
        "\tInit Duration: #\t",
    ]
    assert len(function.invoke(10_000).log) == 4096


def test_traceback_is_one_event_d75(deploy: Deploy) -> None:
    function = deploy(
        'class CustomException(Exception): pass\ndef handler(event, context):\n    raise CustomException("oh")\n'
    )
    invoked = function.invoke()
    events = function.log_events(f"REPORT RequestId: {invoked.request_id}")
    [traceback] = [event["message"] for event in events if event["message"].startswith("[ERROR]")]
    task_root = re.search(r'File "(.*)/handler.py"', traceback)
    assert task_root
    assert traceback == (
        f"[ERROR] CustomException: oh\nTraceback (most recent call last):\n{GAP * 2}File "
        f'"{task_root[1]}/handler.py", line 3, in handler\n{GAP * 4}raise CustomException("oh")\n'
    )
    assert traceback in invoked.log


def test_timeout_d77(deploy: Deploy) -> None:
    function = deploy("import time\ndef handler(event, context):\n    print('before')\n    time.sleep(60)\n", Timeout=1)
    invoked = function.invoke()
    events = function.log_events(f"REPORT RequestId: {invoked.request_id}")
    assert [masked(event["message"]) for event in events][2:] == [
        "before\n",
        f"END RequestId: {invoked.request_id}\n",
        f"REPORT RequestId: {invoked.request_id}\tDuration: #\t#\tMemory Size: 128 MB\tMax Memory #"
        "\tInit Duration: #\tStatus: timeout\n",
        f"# {invoked.request_id} Task timed out after 1.00 seconds\n\n",
    ]
    assert "\tDuration: 1000.00 ms\t" in invoked.log


def test_exit_d53(deploy: Deploy) -> None:
    function = deploy("import os\ndef handler(event, context):\n    print('before')\n    os._exit(2)\n")
    invoked = function.invoke()
    events = function.log_events(f"REPORT RequestId: {invoked.request_id}")
    assert [masked(event["message"]) for event in events][2:] == [
        "before\n",
        f"RequestId: {invoked.request_id} Error: Runtime exited with error: exit status 2\nRuntime.ExitError\n",
        f"END RequestId: {invoked.request_id}\n",
        f"REPORT RequestId: {invoked.request_id}\tDuration: #\t#\tMemory Size: 128 MB\tMax Memory #"
        "\tInit Duration: #\tStatus: error\tError Type: Runtime.ExitError\n",
    ]


def test_init_error_is_logged_d52(deploy: Deploy) -> None:
    function = deploy("raise OSError('no licence')\n")
    invoked = function.invoke()
    events = function.log_events(f"REPORT RequestId: {invoked.request_id}")
    heads = [masked(event["message"]).split("\n")[0] for event in events if "LAMBDA_WARNING" not in event["message"]]
    assert heads[1:] == [
        "[ERROR] OSError: no licence",
        "INIT_REPORT Init Duration: #\tPhase: init\tStatus: error\tError Type: OSError",
        "[ERROR] OSError: no licence",
        "INIT_REPORT Init Duration: #\tPhase: invoke\tStatus: error\tError Type: OSError",
        f"START RequestId: {invoked.request_id} Version: $LATEST",
        f"END RequestId: {invoked.request_id}",
        f"REPORT RequestId: {invoked.request_id}\tDuration: #\t#\tMemory Size: 128 MB\tMax Memory #"
        "\tStatus: error\tError Type: OSError",
    ]


def test_log_of_an_invocation_can_be_read_while_it_runs(deploy: Deploy, tmp_path: Path) -> None:
    go_on = tmp_path / "go on"
    function = deploy(
        f"""
import pathlib, time
def handler(event, context):
    print("half-way")
    while not pathlib.Path({str(go_on)!r}).exists():
        time.sleep(0.01)
""",
        Timeout=30,
    )
    function.client.invoke(FunctionName=function.name, InvocationType="Event")
    messages = [event["message"] for event in function.log_events("half-way")]
    assert not [message for message in messages if message.startswith("END")]
    go_on.touch()
    function.log_events("REPORT")


def test_custom_log_group(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    return context.log_group_name\n")
    function.client.update_function_configuration(FunctionName=function.name, LoggingConfig={"LogGroup": "/mine"})
    function.wait()
    invoked = function.invoke()
    assert invoked.payload == "/mine"
    assert function.log_events(f"REPORT RequestId: {invoked.request_id}", group="/mine")
