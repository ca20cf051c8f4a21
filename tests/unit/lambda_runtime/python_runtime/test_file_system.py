from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from emulator import lambda_runtime
from emulator.lambda_runtime import zygote as zygote_module
from tests.unit.lambda_runtime.conftest import wait_until_ready

FOLDER = str(Path(lambda_runtime.__file__).parent / "python_runtime")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="There are no mount namespaces elsewhere.")

SCRIPT = """
import json, os, sys
import file_system as files, mounts

code, layer, kept, way = sys.argv[1:]
unshare = mounts.unshare

in_user_namespace = False

def refuse(flags):
    # As for a user who may not mount anything, unless it is in a user namespace.
    global in_user_namespace
    in_user_namespace = in_user_namespace or bool(flags & mounts.NEW_USERS)
    if way == "refused" or not in_user_namespace:
        raise PermissionError(1, "Operation not permitted", "unshare")
    unshare(flags)

mounts.unshare = refuse if way != "root" else unshare
why_not = files.why_not()
if why_not:
    print(json.dumps(why_not))
    sys.exit()

def attempt(action):
    try:
        return action()
    except OSError as error:
        return error.errno

def in_process(storage, *layers):
    read, write = os.pipe()
    file_system.provide_storage(storage, 1)
    if not os.fork():
        file_system.enter(files.Wanted(code, list(layers), storage, 1, [kept] if layers else []))
        seen = {
            "task": sorted(os.listdir("/var/task")),
            "write": attempt(lambda: open("/var/task/new", "w")),
            "opt": "of_layer" in os.listdir("/opt"),
            "write opt": attempt(lambda: open("/opt/new", "w")) in (13, 30),
            "root": attempt(lambda: open("/new", "w")),
            "tmp": sorted(os.listdir("/tmp")),
            "kept": attempt(lambda: open(kept).read()),
            "full": attempt(lambda: open(f"/tmp/{len(layers)}", "wb", 0).write(b"x" * 2**21) < 2**21),
            "again": attempt(lambda: mounts.mount("x", "/tmp", "tmpfs")),
        }
        os.write(write, json.dumps(seen).encode())
        os._exit(0)
    os.close(write)
    os.wait()
    return json.loads(os.read(read, 100_000))

file_system = files.FileSystem()
first = [in_process("other"), in_process("mine", layer)]
second = [in_process("mine", layer), in_process("mine")]
file_system.remove_storage("mine")
file_system.remove_storage("mine")
print(json.dumps([first, second, sorted(os.listdir("/tmp/storages"))]))
"""


def run(tmp_path: Path, way: str) -> Any:
    code, layer = tmp_path / "code", tmp_path / "a layer: with, what \\ overlays separate by"
    for folder, file in ((code, "function.py"), (layer, "of_layer")):
        folder.mkdir()
        (folder / file).touch()
    kept = Path("/tmp") / f"{tmp_path.name}-{way}"
    kept.write_text("kept")
    before = Path("/proc/self/mountinfo").read_text()
    try:
        process = subprocess.run(
            [sys.executable, "-c", SCRIPT, code, layer, kept, way],
            env={"PYTHONPATH": FOLDER},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        kept.unlink()
    assert process.returncode == 0, process.stderr
    assert Path("/proc/self/mountinfo").read_text() == before
    return json.loads(process.stdout)


@pytest.mark.parametrize("way", ["user namespace", "root"])
def test_everything_is_in_its_place_d71(tmp_path: Path, way: str) -> None:
    answer = run(tmp_path, way)
    if isinstance(answer, str):
        pytest.skip(f"This system refuses it: {answer}")
    (other, mine), (again, without_layers), left = answer
    assert other == {
        "task": ["function.py"],
        "write": 30,
        "opt": False,
        "write opt": True,
        "root": 30,
        "tmp": [],
        "kept": 2,
        "full": True,
        # A user namespace would let the function mount, too.
        "again": 1 if way == "user namespace" else None,
    }
    kept = [f"{tmp_path.name}-{way}"]
    assert mine == other | {"opt": True, "tmp": kept, "kept": "kept"}
    assert again == mine | {"tmp": ["1", *kept]}, "what the first process of the environment has left"
    assert without_layers["tmp"] == ["1", *kept]
    assert left == ["other"]


def test_why_there_can_be_none_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "refused") == "[Errno 1] Operation not permitted: 'unshare'"


def test_it_can_be_done_without(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("PETRI_LAMBDA_ISOLATION", "0")
    zygote = zygote_module.Zygote(None)
    wait_until_ready(zygote)
    assert not zygote.isolates
    assert "share the machine's /tmp (see docs/lambda.md): PETRI_LAMBDA_ISOLATION is 0" in caplog.text
    zygote.stop()
