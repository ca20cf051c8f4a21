from __future__ import annotations

import json
import os
import re
import select
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from emulator.lambda_runtime import execution_environment
from emulator.lambda_runtime.execution_environment import EnvironmentKilledError

if TYPE_CHECKING:
    from tests.unit.lambda_runtime.conftest import MakeEnvironment

PROCESS_ID = "import os\ndef handler(event, context):\n    return os.getpid()\n"


def is_running(process_id: int) -> bool:
    try:
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until_ended(process_id: int) -> None:
    """Until the last of its threads has ended, not only the first, which is when the system says so."""
    if hasattr(os, "pidfd_open"):
        with suppress(ProcessLookupError):
            process = os.pidfd_open(process_id)
            select.select([process], [], [])
            os.close(process)
    while is_running(process_id):
        time.sleep(0.01)


def test_process_is_reused_while_all_is_well(make_environment: MakeEnvironment) -> None:
    function = make_environment(PROCESS_ID)
    assert function.environment.start() is None
    assert function.call() == function.call() == function.call()


def test_raised_error_is_passed_on_untouched_and_keeps_the_process_d50(make_environment: MakeEnvironment) -> None:
    function = make_environment(
        "import os\ndef handler(event, context):\n    if event:\n        raise LookupError('nothing')\n"
        "    return os.getpid()\n"
    )
    process_id = function.call()
    answer = function.invoke({"fail": True}, request_id="r-1")
    assert answer.is_error
    payload = json.loads(answer.payload)
    assert list(payload) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert (payload["errorMessage"], payload["errorType"], payload["requestId"]) == ("nothing", "LookupError", "r-1")
    assert payload["stackTrace"] == [
        f"  File \"{function.task_root}/function.py\", line 4, in handler\n    raise LookupError('nothing')\n"
    ]
    assert function.call() == process_id


def test_timeout_ends_the_process_group_and_the_next_invocation_gets_a_new_one_d54_d55(
    make_environment: MakeEnvironment, tmp_path: Path
) -> None:
    function = make_environment(
        """
import os, pathlib, subprocess, sys, time
calls = 0
def handler(event, context):
    global calls
    calls += 1
    file = pathlib.Path(event["file"])
    if file.exists():
        return {"calls": calls, "left": file.read_text()}
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    file.write_text(f"{os.getpid()} {child.pid}")
    print("before the end")
    time.sleep(60)
""",
        timeout=1,
    )
    function.environment.start()
    event = {"file": str(tmp_path / "left.txt")}
    answer = function.invoke(event, request_id="r-1")
    assert answer.is_error
    assert (
        answer.payload
        == b'{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r-1 Error: Task timed out after 1.00 seconds"}'
    )
    assert "before the end\n" in function.messages()
    again = function.call(event)
    assert again["calls"] == 1, "module globals start anew"
    for process_id in again["left"].split():
        wait_until_ended(int(process_id))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("os._exit(0)", "Runtime exited without providing a reason"),
        ("sys.exit(3)", "Runtime exited with error: exit status 3"),
        ("os.kill(os.getpid(), 11)", "Runtime exited with error: signal: segmentation fault"),
    ],
)
def test_exit_is_answered_at_once_and_the_next_invocation_works_d53(
    make_environment: MakeEnvironment, code: str, reason: str
) -> None:
    function = make_environment(
        "import os, sys\n"
        "def handler(event, context):\n"
        "    print('last words')\n"
        f"    if event: {code}\n"
        "    return 'well'\n"
    )
    function.environment.start()
    answer = function.invoke({"end": True}, request_id="r-1")
    assert answer.is_error
    assert json.loads(answer.payload) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: r-1 Error: {reason}",
    }
    messages = function.messages()[1:]
    assert messages[:4] == [
        "START RequestId: r-1 Version: $LATEST\n",
        "last words\n",
        f"RequestId: r-1 Error: {reason}\nRuntime.ExitError\n",
        "END RequestId: r-1\n",
    ]
    assert messages[4].endswith("\tStatus: error\tError Type: Runtime.ExitError\n")
    assert function.call() == "well"


def test_process_that_ends_between_invocations_does_not_fail_the_next(make_environment: MakeEnvironment) -> None:
    function = make_environment(PROCESS_ID)
    process_id = function.call()
    os.kill(process_id, signal.SIGKILL)
    wait_until_ended(process_id)
    assert function.call() != process_id


def test_init_error_answers_each_invocation_with_a_new_attempt_d52(make_environment: MakeEnvironment) -> None:
    function = make_environment("raise OSError('no licence')\n")
    error = function.environment.start()
    assert error
    assert json.loads(error)["errorType"] == "OSError"
    for _ in range(2):
        answer = function.invoke()
        assert answer.is_error
        payload = json.loads(answer.payload)
        assert (payload["errorMessage"], payload["errorType"], payload["requestId"]) == ("no licence", "OSError", "")
        assert payload["stackTrace"]
    reports = [message for message in function.messages() if message.startswith("INIT_REPORT")]
    assert [re.sub(r"[\d.]+ ms", "N ms", report) for report in reports] == [
        "INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: OSError\n",
        "INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: OSError\n",
        "INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: OSError\n",
    ]
    (function.directory / "function.py").write_text(PROCESS_ID)
    assert function.call()


@pytest.mark.parametrize(
    ("handler_source", "error_type", "message"),
    [
        (
            "import nothing_like_it\n",
            "Runtime.ImportModuleError",
            "Unable to import module 'function': No module named",
        ),
        ("def other(): pass\n", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'function'"),
        ("def handler(:\n", "Runtime.UserCodeSyntaxError", "Syntax error in module 'function'"),
    ],
)
def test_init_error_names_d52(
    make_environment: MakeEnvironment, handler_source: str, error_type: str, message: str
) -> None:
    payload = json.loads(make_environment(handler_source).invoke().payload)
    assert payload["errorType"] == error_type
    assert message in payload["errorMessage"]


def test_init_that_exits(make_environment: MakeEnvironment) -> None:
    function = make_environment("import os\nos._exit(7)\n")
    answer = function.invoke(request_id="r-1")
    assert json.loads(answer.payload) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": "RequestId: r-1 Error: Runtime exited with error: exit status 7",
    }


def test_init_over_the_limit_is_tried_again_within_the_invocation(
    make_environment: MakeEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution_environment, "INIT_PHASE_LIMIT", 0.5)
    function = make_environment("import time\ntime.sleep(0.6)\ndef handler(event, context):\n    return 'ready'\n")
    assert function.environment.start()
    assert any("\tPhase: init\tStatus: timeout\n" in message for message in function.messages())
    assert function.call() == "ready"


def test_init_over_the_function_timeout(make_environment: MakeEnvironment) -> None:
    function = make_environment("import time\ntime.sleep(60)\n", timeout=1)
    answer = function.invoke(request_id="r-1")
    assert json.loads(answer.payload)["errorType"] == "Sandbox.Timedout"
    assert any("\tPhase: invoke\tStatus: timeout\n" in message for message in function.messages())


def test_response_over_6_mb_d60(make_environment: MakeEnvironment) -> None:
    function = make_environment("def handler(event, context):\n    return 'x' * event\n")
    assert len(function.invoke(6 * 1024 * 1024 + 98).payload) == 6 * 1024 * 1024 + 100
    answer = function.invoke(6 * 1024 * 1024 + 99)
    assert answer.is_error
    assert json.loads(answer.payload) == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }
    assert "Http response code: 413" in "".join(function.messages())
    assert function.call(1) == "x"


def test_what_the_function_is_told_d68(make_environment: MakeEnvironment) -> None:
    function = make_environment(
        "import os\n"
        "def handler(event, context):\n"
        "    return [context.aws_request_id, context.invoked_function_arn, os.environ['_X_AMZN_TRACE_ID'],\n"
        "            0 < context.get_remaining_time_in_millis() <= 10_000]\n"
    )
    assert json.loads(function.invoke(request_id="r-1").payload) == [
        "r-1",
        "arn:aws:lambda:eu-west-1:000000000000:function:function",
        "Root=1-5759e988-bd862e3fe1be46a994272793",
        True,
    ]


def test_output_keeps_its_order_d72_d74_d75_d76(make_environment: MakeEnvironment) -> None:
    function = make_environment(
        """
import logging, os, sys
logging.getLogger().setLevel("INFO")
def handler(event, context):
    print("one\\ntwo")
    print("to stderr", file=sys.stderr)
    logging.info("a record\\nof two lines")
    os.write(1, b"not UTF-8: \\xff\\n")
    print("with\\rreturn")
    print()
    sys.stdout.write("no newline")
    raise ValueError("the end")
"""
    )
    function.environment.start()
    function.invoke(request_id="r-1")
    messages = [re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", message) for message in function.messages()]
    traceback = messages.pop(10)
    assert messages[:-1] == [
        "INIT_START Runtime Version: python:3.13.v1\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:abc\n",
        "START RequestId: r-1 Version: $LATEST\n",
        "one\n",
        "two\n",
        "to stderr\n",
        "[INFO]\tTIME\tr-1\ta record\nof two lines\n",
        "not UTF-8: \N{REPLACEMENT CHARACTER}\n",
        "with\rreturn\n",
        "\n",
        "no newline\n",
        "END RequestId: r-1\n",
    ]
    gap = "\N{NO-BREAK SPACE}"
    assert traceback == (
        f"[ERROR] ValueError: the end\nTraceback (most recent call last):\n{gap * 2}File "
        f'"{function.task_root}/function.py", line 12, in handler\n{gap * 4}raise ValueError("the end")\n'
    )
    report = re.sub(r"\d+\.\d\d ms", "N ms", messages[-1])
    assert re.fullmatch(
        r"REPORT RequestId: r-1\tDuration: N ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB"
        r"\tMax Memory Used: \d+ MB\tInit Duration: N ms\t\n",
        report,
    )


def test_max_memory_used_is_the_process_peak_d73(make_environment: MakeEnvironment) -> None:
    function = make_environment("def handler(event, context):\n    return len(bytearray(event * 1024 * 1024))\n")

    def used(megabytes: int) -> int:
        found = re.search(r"Max Memory Used: (\d+) MB", function.invoke(megabytes).log_tail)
        assert found
        return int(found[1])

    before = used(0)
    assert before < 80
    assert before + 35 <= used(40) <= before + 60


def test_log_tail_is_the_invocations_own_and_begins_at_start_d61_d78(make_environment: MakeEnvironment) -> None:
    function = make_environment("def handler(event, context):\n    print(event)\n")
    function.environment.start()
    for word in ("first", "second"):
        tail = function.invoke(word, request_id=f"r-{word}").log_tail
        assert tail.startswith(f"START RequestId: r-{word} Version: $LATEST\n{word}\nEND RequestId: r-{word}\nREPORT ")
        assert len(tail.splitlines()) == 4


def test_output_before_a_crash_is_not_lost(make_environment: MakeEnvironment) -> None:
    lines = 20_000
    function = make_environment(
        f"import os\ndef handler(event, context):\n    for n in range({lines}): print(n)\n    os.abort()\n"
    )
    function.invoke()
    printed = [message for message in function.messages() if message.strip().isdigit()]
    assert printed == [f"{n}\n" for n in range(lines)]


def test_function_may_close_its_output(make_environment: MakeEnvironment) -> None:
    function = make_environment(
        "import os\ndef handler(event, context):\n    os.closerange(1, 3)\n    return 'quiet'\n"
    )
    assert function.call() == function.call() == "quiet"


def test_retired_environment_first_finishes_what_it_does(make_environment: MakeEnvironment, tmp_path: Path) -> None:
    function = make_environment(
        """
import os, pathlib, time
def handler(event, context):
    pathlib.Path(event, "started").write_text(str(os.getpid()))
    while not pathlib.Path(event, "go on").exists():
        time.sleep(0.01)
    return os.getpid()
"""
    )
    answers: list[object] = []
    thread = threading.Thread(target=lambda: answers.append(function.call(str(tmp_path))))
    thread.start()
    started = tmp_path / "started"
    while not (started.exists() and started.read_text()):  # it is there before it is written
        time.sleep(0.01)
    function.environment.retire()
    assert is_running(int(started.read_text()))
    (tmp_path / "go on").touch()
    thread.join()
    [process_id] = answers
    assert isinstance(process_id, int)
    wait_until_ended(process_id)


def test_retiring_an_idle_environment_ends_its_process(make_environment: MakeEnvironment) -> None:
    function = make_environment(PROCESS_ID)
    process_id = function.call()
    function.environment.retire()
    assert not is_running(process_id)


def test_killing_breaks_an_invocation_off(make_environment: MakeEnvironment, tmp_path: Path) -> None:
    function = make_environment(
        "import pathlib, time\ndef handler(event, context):\n    pathlib.Path(event).touch()\n    time.sleep(60)\n"
    )
    started = tmp_path / "started"
    raised: list[BaseException] = []

    def invoke() -> None:
        try:
            function.invoke(str(started))
        except EnvironmentKilledError as error:
            raised.append(error)

    thread = threading.Thread(target=invoke)
    thread.start()
    while not started.exists():
        time.sleep(0.01)
    function.environment.kill()
    thread.join()
    assert raised
    with pytest.raises(EnvironmentKilledError):
        function.invoke(str(started))
