from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from emulator.lambda_runtime.sandbox import Sandbox

# Stands for the runtime's bootstrap: what it is given, and a child that outlives nobody.
INSPECT = """
import json, os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(json.dumps({
    "descriptors": sorted(int(fd) for fd in os.listdir("/dev/fd") if os.path.exists(f"/dev/fd/{fd}")),
    "lifeline": int(sys.argv[1]),
    "handler": sys.argv[2],
    "environment": dict(os.environ),
    "directory": os.getcwd(),
    "session": os.getsid(0) == os.getpgrp() == os.getpid(),
    "umask": os.umask(0),
    "child": child.pid,
    "input": os.path.sameopenfile(0, os.open(os.devnull, os.O_RDONLY)),
}), flush=True)
child.wait()
"""


def read_line(sandbox: Sandbox) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        try:
            line += os.read(sandbox.output, 65536)
        except BlockingIOError:
            time.sleep(0.01)
    return line


def test_process_gets_only_what_it_is_given_and_ends_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_MACHINE", "x")
    leak = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(leak, True)
    sandbox = Sandbox((sys.executable, "-c", INSPECT), "a.handler", {"ONLY": "this", "LC_CTYPE": "C.UTF-8"}, tmp_path)
    try:
        seen = json.loads(read_line(sandbox))
        assert set(seen["descriptors"]) - {0, 1, 2, seen["lifeline"]} == set()
        assert seen["handler"] == "a.handler"
        assert seen["environment"] == {"ONLY": "this", "LC_CTYPE": "C.UTF-8"}
        assert seen["directory"] == str(tmp_path.resolve())
        assert seen["session"]
        assert seen["umask"] == 0o022
        assert seen["input"]
        assert not sandbox.has_exited()
        assert sandbox.peak_memory() > 1024 * 1024
    finally:
        sandbox.close()
        os.close(leak)
    while psutil.pid_exists(seen["child"]) and psutil.Process(seen["child"]).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    sandbox.kill()  # is allowed, and does nothing


def test_exit_is_noticed_before_it_is_reaped(tmp_path: Path) -> None:
    sandbox = Sandbox((sys.executable, "-c", "raise SystemExit(4)"), "", {}, tmp_path)
    while not sandbox.has_exited():
        time.sleep(0.01)
    assert sandbox.reap() == 4
    assert sandbox.has_exited()
    sandbox.close()


def test_program_that_is_not_there(tmp_path: Path) -> None:
    before = psutil.Process().num_fds()
    with pytest.raises(FileNotFoundError):
        Sandbox((str(tmp_path / "nothing"),), "", {}, tmp_path)
    assert psutil.Process().num_fds() <= before + 2, "at most the lifeline is new"


# The emulator, killed without a chance to clean up.
EMULATOR = """
import json, os, pathlib, sys
from emulator.lambda_runtime.runtimes import find_runtime
from emulator.lambda_runtime.sandbox import Sandbox
runtime = find_runtime("python3.13")
task_root = pathlib.Path(sys.argv[1])
sandbox = Sandbox(runtime.command, "function.handler", {
    "LAMBDA_TASK_ROOT": str(task_root), "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1", **runtime.variables,
}, task_root)
os.set_blocking(sandbox.output, True)
print(os.fdopen(sandbox.output).readline(), flush=True)
os.kill(os.getpid(), 9)
"""


def test_functions_end_when_the_emulator_is_killed(tmp_path: Path) -> None:
    (tmp_path / "function.py").write_text(
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(os.getpid(), child.pid)\n"
        "while True: pass\n"
    )
    emulator = subprocess.run([sys.executable, "-c", EMULATOR, tmp_path], capture_output=True, text=True, check=False)
    assert emulator.returncode == -9, emulator.stderr
    process_ids = [int(word) for word in emulator.stdout.split()]
    assert len(process_ids) == 2
    while any(psutil.pid_exists(process_id) for process_id in process_ids):
        time.sleep(0.01)
