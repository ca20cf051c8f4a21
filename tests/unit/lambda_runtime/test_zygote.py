from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from emulator.lambda_runtime import zygote as zygote_module
from emulator.lambda_runtime.forked_sandbox import fork
from emulator.lambda_runtime.places import Places
from emulator.lambda_runtime.runtimes import find_runtime
from emulator.lambda_runtime.zygote import Zygote
from tests.unit.lambda_runtime.conftest import wait_until_ready

if TYPE_CHECKING:
    from tests.unit.lambda_runtime.conftest import Fixture, MakeEnvironment

# What a process is, as far as a function can see, without what differs between any two.
INSPECT = """
import gc, json, locale, logging, os, resource, signal, stat, sys, threading, time
def handler(event, context):
    import __main__, multiprocessing, random, socket
    return {
        "environment": {k: v for k, v in os.environ.items() if k not in ("AWS_LAMBDA_RUNTIME_API", "_X_AMZN_TRACE_ID",
                        "LAMBDA_TASK_ROOT", "PWD", "LD_LIBRARY_PATH")},
        "environment of children": sorted(os.popen("/usr/bin/env").read().split("PWD=")[0].count("=") * "x"),
        "order of variables": [k for k in os.environ if k in ("LANG", "TZ", "PATH", "_HANDLER")],
        "zone": [time.tzname, time.timezone, time.localtime(0).tm_hour],
        "locale": [locale.setlocale(locale.LC_CTYPE), sys.getfilesystemencoding(), sys.stdout.encoding],
        "cwd": os.getcwd() == os.environ["LAMBDA_TASK_ROOT"],
        "arguments": [os.path.basename(sys.argv[0]), sys.argv[1:]],
        "original arguments": [os.path.basename(a) for a in sys.orig_argv[:3]] + sys.orig_argv[4:],
        "session": os.getsid(0) == os.getpgrp() == os.getpid(),
        "umask": os.umask(0o022),
        "limits": [resource.getrlimit(n) for n in range(16) if n != resource.RLIMIT_NPROC],
        "handlers": {int(n): str(signal.getsignal(n)).split(" at ")[0] for n in signal.valid_signals()},
        "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
        "wakeup": signal.set_wakeup_fd(-1),
        "descriptors": sorted(stat.S_IFMT(os.fstat(int(n)).st_mode) for n in os.listdir("/proc/self/fd")
                              if os.path.exists("/proc/self/fd/" + n)),
        "threads": [t.name for t in threading.enumerate()],
        "collector": [gc.isenabled(), gc.get_threshold(), gc.get_debug()],
        "path": [p for p in sys.path if p != os.environ["LAMBDA_TASK_ROOT"]],
        "first path": sys.path[0] == os.environ["LAMBDA_TASK_ROOT"],
        "finders": [str(f) for f in sys.meta_path][:3],
        "main": [os.path.basename(__main__.__file__), __main__.__name__, __main__.__spec__, hasattr(__main__, "main")],
        "streams": [(s.name, s.mode, s.encoding, s.errors, s.line_buffering, s.write_through, s.seekable())
                    for s in (sys.__stdin__, sys.__stdout__, sys.__stderr__)],
        "log handlers": len(logging.getLogger().handlers),
        "flags": str(sys.flags),
        "nice": os.nice(0),
        "started": logging.LogRecord("", 0, "", 0, "", (), None).relativeCreated < 5000,
    }
"""


def fields(function: Fixture) -> dict[str, Any]:
    seen: dict[str, Any] = function.call()
    return seen


def test_function_sees_the_same_as_in_a_process_of_its_own(
    forked: MakeEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {"TZ": "Asia/Tokyo", "MINE": "1"}
    seen = fields(forked(INSPECT, variables=variables))
    monkeypatch.setattr(zygote_module, "zygote_of", lambda _runtime: None)
    alone = fields(forked(INSPECT, variables=variables))
    assert seen.keys() == alone.keys()
    for name, value in alone.items():
        assert seen[name] == value, name
    assert seen["zone"][0] == ["JST", "JST"]
    assert seen["environment"]["MINE"] == "1"


LOADED_SDK = """
import sys
loaded = "botocore.session" in sys.modules
def handler(event, context):
    return loaded
"""


def test_process_has_the_sdk_loaded(make_environment: MakeEnvironment, start: str) -> None:
    assert make_environment(LOADED_SDK).call() == (start == "forked")


@pytest.mark.parametrize(
    "file", ["boto3/__init__.py", "s3transfer.py", "six.py", "dateutil/__init__.py", "jmespath.py", "html.py"]
)
def test_functions_own_modules_win(make_environment: MakeEnvironment, file: str) -> None:
    name = file.partition("/")[0].removesuffix(".py")
    function = make_environment(f"import {name}\ndef handler(event, context):\n    return {name}.MINE\n")
    path = function.directory / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("MINE = 'own'\n")
    assert function.call() == "own"


def test_function_with_what_the_sdk_looks_for_loads_the_sdk_itself(make_environment: MakeEnvironment) -> None:
    """botocore has another signer when ``awscrt`` is there, which it is not in the runtime."""
    function = make_environment(LOADED_SDK)
    (function.directory / "awscrt.py").write_text("")
    assert function.call() is False


@pytest.mark.parametrize(
    ("variable", "value", "expression", "expected"),
    [
        ("PYTHONHASHSEED", "7", "hash('a') == %d", True),
        ("PYTHONUTF8", "1", "sys.flags.utf8_mode", 1),
        ("PYTHONOPTIMIZE", "1", "sys.flags.optimize", 1),
        ("HOME", "/tmp", "os.path.expanduser('~')", "/tmp"),
    ],
)
def test_variables_that_are_read_at_the_start_count(
    make_environment: MakeEnvironment, variable: str, value: str, expression: str, expected: object
) -> None:
    if "%d" in expression:
        script = [find_runtime("python3.13").command[0], "-c", "print(hash('a'))"]
        expression %= int(subprocess.check_output(script, env={variable: value}))
    function = make_environment(
        f"import os, sys\ndef handler(event, context):\n    return {expression}\n", variables={variable: value}
    )
    assert function.call() == expected


def test_shared_libraries_of_a_function_are_found(make_environment: MakeEnvironment) -> None:
    function = make_environment(LOADED_SDK)
    (function.directory / "lib").mkdir()
    (function.directory / "lib" / "libmine.so.1").write_bytes(b"")
    assert function.call() is False, "the loader reads LD_LIBRARY_PATH when a process starts"


def test_first_session_gets_what_was_read_and_others_read_for_themselves(make_environment: MakeEnvironment) -> None:
    function = make_environment(
        """
import boto3, botocore.session
first, second = boto3.Session(), boto3.Session()
def handler(event, context):
    loaders = [session._session.get_component("data_loader") for session in (first, second)]
    clients = [session.client("dynamodb", endpoint_url="http://127.0.0.1:1") for session in (first, second)]
    return {
        "apart": loaders[0] is not loaders[1] and first._session is not second._session,
        "paths": loaders[0].search_paths == loaders[1].search_paths,
        "operations": [len(client.meta.service_model.operation_names) for client in clients],
        "agents": len({client.meta.config.user_agent for client in clients}),
        "region": [client.meta.region_name for client in clients],
        "handlers": [str(type(session.events)) for session in (first, second)],
        "resources": first.get_available_resources() == second.get_available_resources(),
    }
""",
        variables={"AWS_MAX_ATTEMPTS": "7"},
    )
    seen = function.call()
    assert seen["apart"]
    assert seen["paths"]
    assert seen["resources"]
    assert seen["operations"][0] == seen["operations"][1] > 40
    assert seen["agents"] == 1
    assert seen["region"] == ["eu-west-1", "eu-west-1"]


def test_random_numbers_differ(make_environment: MakeEnvironment) -> None:
    source = "import random, uuid\nseen = [random.random(), str(uuid.uuid4())]\ndef handler(e, c):\n    return seen\n"
    first, second = make_environment(source).call(), make_environment(source).call()
    assert first[0] != second[0]
    assert first[1] != second[1]


DAEMON = """
import os, sys, time
def handler(event, context):
    read, write = os.pipe()
    if not (child := os.fork()):
        os.setsid()
        if not os.fork():
            os.setsid()
            os.write(write, str(os.getpid()).encode())
            os.closerange(0, 100)
            time.sleep(600)
        os._exit(0)
    os.waitpid(child, 0)
    daemon = int(os.read(read, 100))
    if event == "exit":
        print(daemon)
        os._exit(3)
    if event == "hang":
        print(daemon)
        time.sleep(60)
    return daemon
"""


def gone(process_id: int) -> bool:
    try:
        return psutil.Process(process_id).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until_gone(process_id: int) -> None:
    while not gone(process_id):
        time.sleep(0.01)


def test_daemon_ends_with_its_environment(forked: MakeEnvironment) -> None:
    function, neighbour = forked(DAEMON), forked(DAEMON)
    daemon, other = function.call(), neighbour.call()
    assert not gone(daemon)
    function.environment.retire()
    wait_until_gone(daemon)
    assert not gone(other), "that of another environment stays"


@pytest.mark.parametrize("end", ["exit", "hang"])
def test_daemon_ends_with_a_process_that_exits_or_times_out(forked: MakeEnvironment, end: str) -> None:
    function = forked(DAEMON, timeout=1)
    answer = function.invoke(end)
    assert answer.is_error
    [daemon] = [message for message in function.messages() if message.strip().isdigit()]
    wait_until_gone(int(daemon))


def test_exit_statuses(forked: MakeEnvironment) -> None:
    function = forked("import os, signal\ndef handler(event, context):\n    exec(event)\n")
    for code, reason in (
        ("os._exit(9)", "exit status 9"),
        ("os.kill(os.getpid(), signal.SIGTERM)", "signal: terminated"),
    ):
        assert reason in json.loads(function.invoke(code).payload)["errorMessage"]


def test_many_at_once(forked: MakeEnvironment) -> None:
    functions = [forked("import os\ndef handler(event, context):\n    return os.getpid()\n") for _ in range(32)]
    threads = [threading.Thread(target=function.environment.start) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    process_ids = {function.call() for function in functions}
    assert len(process_ids) == 32
    parents = {psutil.Process(process_id).ppid() for process_id in process_ids}
    assert len(parents) == 1, "all are forked"


def test_processes_outlive_a_zygote_that_is_killed_and_a_new_one_comes(
    forked: MakeEnvironment, zygote: Zygote, empty_zygote: Zygote
) -> None:
    source = "import os\ndef handler(event, context):\n    return [os.getpid(), os.getppid()]\n"
    function = forked(source)
    process_id, first = function.call()
    assert first == wait_until_ready(zygote)
    os.kill(first, signal.SIGKILL)
    while zygote.process_id == first:
        time.sleep(0.01)
    assert function.call()[0] == process_id
    assert forked(source).call()[1] == empty_zygote.process_id, "in the meantime they start alone"
    second = wait_until_ready(zygote)
    assert forked(source).call()[1] == second != first
    function.environment.retire()
    wait_until_gone(process_id)


def test_process_that_exits_after_its_zygote_was_killed(forked: MakeEnvironment, zygote: Zygote) -> None:
    function = forked("import os\ndef handler(event, context):\n    if event: os._exit(3)\n    return os.getpid()\n")
    process_id = function.call()
    zygote_id = wait_until_ready(zygote)
    os.kill(zygote_id, signal.SIGKILL)
    while zygote.process_id == zygote_id:
        time.sleep(0.01)
    answer = function.invoke({"exit": True})
    assert json.loads(answer.payload)["errorType"] == "Runtime.ExitError"
    assert function.call() != process_id


def test_runtime_whose_zygote_cannot_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    runtime = replace(find_runtime("python3.13"), command=(sys.executable, "-I", str(tmp_path / "bootstrap.py")))
    zygote = Zygote(replace(runtime, variables={"PYTHONHOME": "/nowhere"}))
    zygote.start()
    assert zygote._thread
    zygote._thread.join()
    zygote.start()
    assert not zygote._thread.is_alive(), "it is not tried again and again"
    assert fork(zygote, runtime.command, "a.handler", {}, Places(tmp_path)) is None
    assert caplog.records


FROZEN = """
import os, threading, time
ticks = 0
def tick():
    global ticks
    while True:
        time.sleep(0.001)
        ticks += 1
threading.Thread(target=tick, daemon=True).start()
def handler(event, context):
    return [os.getpid(), ticks]
"""


def test_idle_process_is_frozen_and_goes_on_at_the_next_invocation(forked: MakeEnvironment) -> None:
    function = forked(FROZEN)
    process_id, before = function.call()
    while psutil.Process(process_id).status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)
    again, after = function.call()
    assert again == process_id
    assert after >= before
    while psutil.Process(process_id).status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)
    function.environment.retire()
    wait_until_gone(process_id)


# The emulator, killed without a chance to clean up.
EMULATOR = """
import json, os, pathlib, sys, time, psutil
from emulator.lambda_runtime.environment_variables import common_variables
from emulator.lambda_runtime.forked_sandbox import fork
from emulator.lambda_runtime.places import Places
from emulator.lambda_runtime.places import EphemeralStorage, Places
from emulator.lambda_runtime.runtimes import find_runtime
from emulator.lambda_runtime.zygote import zygote_of
runtime = find_runtime("python3.13")
task_root = pathlib.Path(sys.argv[1])
zygote = zygote_of(runtime)
zygote.start()
while not zygote.process_id: time.sleep(0.01)
sandbox = fork(zygote, runtime.command, "function.handler", {
    "LAMBDA_TASK_ROOT": "/var/task", "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1", **common_variables(runtime)
}, Places(task_root), EphemeralStorage(1))
os.set_blocking(sandbox.output, True)
said = os.fdopen(sandbox.output).readline()
sandbox.freeze()
while psutil.Process(int(said.split()[0])).status() != "stopped": time.sleep(0.01)
print(zygote.process_id, said, flush=True)
if sys.argv[2] == "both":
    os.kill(zygote.process_id, 19)
    os.kill(zygote.process_id, 9)
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("killed", ["emulator", "both"])
def test_frozen_processes_end_when_the_emulator_is_killed(zygote: Zygote, tmp_path: Path, killed: str) -> None:
    (tmp_path / "function.py").write_text(
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(os.getpid(), child.pid)\n"
        "while True: time.sleep(1)\n"
    )
    emulator = subprocess.run(
        [sys.executable, "-c", EMULATOR, tmp_path, killed], capture_output=True, text=True, check=False
    )
    assert emulator.returncode == -9, emulator.stderr
    process_ids = [int(word) for word in emulator.stdout.split()]
    assert len(process_ids) == 3
    for process_id in process_ids:
        wait_until_gone(process_id)
