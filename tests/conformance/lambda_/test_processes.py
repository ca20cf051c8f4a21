"""Functions are forked and frozen, which none of them must notice."""

from __future__ import annotations

import concurrent.futures
import io
import time
import zipfile
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.lambda_.conftest import Deploy


def package(**modules: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, source in modules.items():
            archive.writestr(f"{name}.py", source)
    return buffer.getvalue()


def is_forked(process_id: int) -> bool:
    """Whether a zygote has started a process. It is not there yet for the first functions, and not on every system."""
    return "zygote.py" in " ".join(psutil.Process(psutil.Process(process_id).ppid()).cmdline())


def wait_until_frozen(process_id: int) -> None:
    while is_forked(process_id) and psutil.Process(process_id).status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)


@pytest.mark.parametrize("name", ["boto3", "six", "calendar"])
def test_packages_own_module_is_the_one_that_is_imported(deploy: Deploy, name: str) -> None:
    handler = f"import {name}\ndef handler(event, context):\n    return [{name}.WHOSE, {name}.__file__]\n"
    function = deploy("", Code={"ZipFile": package(handler=handler, **{name: "WHOSE = 'own'\n"})})
    whose, file = function.invoke().payload
    assert whose == "own"
    assert file.endswith(f"/{name}.py")


def test_environment_has_nothing_of_other_functions_or_the_machine_d66(
    deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """
import os, subprocess
def handler(event, context):
    return [dict(os.environ), subprocess.check_output(["/usr/bin/env"], text=True)]
"""
    first = deploy(source, Timeout=30, Environment={"Variables": {"ONLY_FIRST": "1"}})
    second = deploy(source, Timeout=30, Environment={"Variables": {"ONLY_SECOND": "2"}})
    for function, own, others in ((first, "ONLY_FIRST", "ONLY_SECOND"), (second, "ONLY_SECOND", "ONLY_FIRST")):
        variables, of_children = function.invoke().payload
        assert own in variables
        assert others not in variables
        assert f"{own}=" in of_children
        assert others not in of_children
        assert variables["AWS_LAMBDA_FUNCTION_NAME"] == function.name
        assert variables["HOME"] == "/home/sbx_user1051"


def test_many_cold_starts_at_once(deploy: Deploy, tmp_path: Path) -> None:
    count = 32
    function = deploy(
        f"""
import os, pathlib, time
def handler(event, context):
    pathlib.Path(event, str(os.getpid())).touch()
    while len(os.listdir(event)) < {count}:
        time.sleep(0.02)
    return os.getpid()
""",
        Timeout=60,
    )
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(lambda _: function.invoke(str(tmp_path)), range(count)))
    assert [answer.error for answer in answers] == [None] * count
    assert len({answer.payload for answer in answers}) == count


def test_frozen_function_goes_on_at_its_next_invocation(deploy: Deploy) -> None:
    function = deploy(
        """
import os, threading, time
ticks = 0
def tick():
    global ticks
    while True:
        ticks += 1
        time.sleep(0.001)
threading.Thread(target=tick, daemon=True).start()
def handler(event, context):
    before = ticks
    while ticks == before:
        time.sleep(0.001)
    return [os.getpid(), ticks]
"""
    )
    function.invoke()
    process_id, before = function.invoke().payload
    wait_until_frozen(process_id)
    again, after = function.invoke().payload
    assert again == process_id
    assert after > before


def test_timeout_of_a_function_that_was_frozen_d54(deploy: Deploy) -> None:
    function = deploy(
        "import os, time\ndef handler(event, context):\n    time.sleep(event)\n    return os.getpid()\n", Timeout=1
    )
    wait_until_frozen(function.invoke(0).payload)
    assert function.invoke(5).payload["errorType"] == "Sandbox.Timedout"
    assert function.invoke(0).error is None


DAEMON = """
import os, time
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
    return [os.getpid(), int(os.read(read, 100))]
"""


@pytest.mark.skipif(not psutil.LINUX, reason="Elsewhere the system does not tell what a process has left behind.")
def test_daemon_of_a_function_ends_with_it(deploy: Deploy) -> None:
    while True:
        function = deploy(DAEMON)
        process_id, daemon = function.invoke().payload
        forked = is_forked(process_id)
        function.client.delete_function(FunctionName=function.name)
        if forked:
            break
        psutil.Process(daemon).kill()
    while psutil.pid_exists(daemon) and psutil.Process(daemon).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
