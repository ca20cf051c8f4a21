"""An execution environment has files of its own: its code, its layers, and a /tmp of limited size."""

from __future__ import annotations

import concurrent.futures
import io
import json
import os
import sys
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.conftest import REPOSITORY
from tests.support import ROLE, eventually

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy
    from tests.conftest import Emulator

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.environ.get("PETRI_LAMBDA_ISOLATION") == "0",
    reason="Functions have no file system of their own here.",
)

# A checkout in /tmp has to be seen there by functions, too.
_PETRIS = {REPOSITORY.relative_to("/tmp").parts[0]} if REPOSITORY.is_relative_to("/tmp") else set()

# Evaluates an expression; lists what goes wrong as AWS's errors do.
EVALUATE = f"""
import os, pathlib, shutil, subprocess, time
def in_tmp():
    return sorted({{*os.listdir('/tmp')}} - {{*{sorted(_PETRIS)}}})
def handler(event, context):
    try:
        return eval(event)
    except OSError as error:
        return [type(error).__name__, error.errno]
"""


def archive(**files: str) -> bytes:
    """A package; ``__`` in names stands for a slash, ``_py`` for the ending."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/").replace("_py", ".py"), content)
    return buffer.getvalue()


def test_code_is_in_var_task_and_only_tmp_is_writable_d50_d66_d71(deploy: Deploy) -> None:
    function = deploy(EVALUATE)
    assert function.invoke("[os.getcwd(), os.environ['LAMBDA_TASK_ROOT'], __file__]").payload == [
        "/var/task",
        "/var/task",
        "/var/task/handler.py",
    ]
    for path in ("/var/task/new", "/var/task/handler.py", "/opt/new", "/new"):
        assert function.invoke(f"pathlib.Path('{path}').write_text('x')").payload == ["OSError", 30], path
    assert function.invoke("pathlib.Path('/tmp/new').write_text('x')").payload == 1
    assert function.invoke("in_tmp()").payload == ["new"]
    raised = function.invoke("1 / 0").payload
    assert raised["stackTrace"][0].startswith('  File "/var/task/handler.py", line 7, in handler\n')


def test_tmp_outlives_a_timeout_and_is_gone_with_the_environment_d55(deploy: Deploy) -> None:
    function = deploy(EVALUATE, Timeout=1)
    assert function.invoke("pathlib.Path('/tmp/left').write_text(str(os.getpid()))").error is None
    assert function.invoke("time.sleep(60)").payload["errorType"] == "Sandbox.Timedout"
    left, process_id = function.invoke("[pathlib.Path('/tmp/left').read_text(), os.getpid()]").payload
    assert int(left) != process_id
    function.update_code(EVALUATE)
    assert function.invoke("in_tmp()").payload == []


def test_tmp_is_shared_with_nobody(deploy: Deploy) -> None:
    function, other = deploy(EVALUATE, Timeout=30), deploy(EVALUATE)
    mine = f"/tmp/{uuid.uuid4().hex}"
    with concurrent.futures.ThreadPoolExecutor() as pool:
        # Two environments of one function, which wait until both have looked.
        look = f"[pathlib.Path('{mine}').touch(), time.sleep(1), os.getpid(), len(in_tmp())][2:]"
        (first, seen), (second, seen_too) = pool.map(lambda _: function.invoke(look).payload, range(2))
    assert first != second
    assert seen == seen_too == 1
    assert other.invoke("in_tmp()").payload == []
    assert not Path(mine).exists()


@pytest.mark.parametrize("megabytes", [512, 1024])
def test_tmp_has_the_size_of_the_ephemeral_storage(deploy: Deploy, megabytes: int) -> None:
    function = deploy(EVALUATE, EphemeralStorage={"Size": megabytes}, Timeout=30)
    assert function.invoke("shutil.disk_usage('/tmp').total").payload == megabytes * 2**20
    fill = "os.posix_fallocate(os.open('/tmp/big', os.O_CREAT | os.O_RDWR), 0, %d * 2**20)"
    assert function.invoke(fill % (megabytes + 1)).payload == ["OSError", 28], "No space left on device"
    assert function.invoke("in_tmp()").payload == ["big"]


def test_layers_are_merged_in_opt_and_come_before_the_runtime(deploy: Deploy) -> None:
    probe = deploy(EVALUATE)
    layers = [
        probe.client.publish_layer_version(LayerName=f"layer-{uuid.uuid4().hex[:8]}", Content={"ZipFile": package})[
            "LayerVersionArn"
        ]
        for package in (archive(python__a_py="lower = 1", both="lower"), archive(python__b_py="", both="upper"))
    ]
    function = deploy(EVALUATE, Layers=layers, Timeout=30)
    assert function.invoke("[sorted(os.listdir('/opt/python')), pathlib.Path('/opt/both').read_text()]").payload == [
        ["a.py", "b.py"],
        "upper",
    ]
    assert function.invoke("__import__('sys').path[:3]").payload == [
        "/var/task",
        "/opt/python/lib/python3.13/site-packages",
        "/opt/python",
    ]
    assert function.invoke("pathlib.Path('/opt/new').touch()").payload == ["OSError", 30]
    while not is_forked(function.invoke("os.getpid()").payload):
        function.update_code(EVALUATE)  # the first ones may start before there is a parent to fork


def is_forked(process_id: int) -> bool:
    return psutil.Process(process_id).cmdline()[-1] == psutil.Process(psutil.Process(process_id).ppid()).cmdline()[-1]


def test_node_and_other_runtimes_have_the_same_files_d71(deploy: Deploy) -> None:
    source = """
const fs = require("fs");
exports.handler = async () => {
  fs.writeFileSync("/tmp/mine", "");
  let error;
  try { fs.writeFileSync("/var/task/mine", ""); } catch (e) { error = e.code; }
  return [__filename, process.cwd(), fs.readdirSync("/tmp"), error];
};
"""
    node = deploy("", Runtime="nodejs20.x", Handler="index.handler", Code={"ZipFile": archive(**{"index.js": source})})
    file, directory, in_tmp, error = node.invoke().payload
    assert [file, directory, {*in_tmp} - _PETRIS, error] == ["/var/task/index.js", "/var/task", {"mine"}, "EROFS"]
    script = """#!/bin/sh
touch /tmp/mine
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
id=$(curl -sS -D - -o /dev/null "$api/next" | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //Ip' | tr -d '[:space:]')
curl -sS -d "\\"$(pwd) $0 $(ls -d /tmp/mine)\\"" "$api/$id/response"
sleep 60
"""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as files:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o100755 << 16
        files.writestr(entry, script)
    own = deploy("", Runtime="provided.al2023", Handler="any", Code={"ZipFile": package.getvalue()})
    assert own.invoke().payload == "/var/task /var/task/bootstrap /tmp/mine"


def test_a_replaced_hot_reload_folder_is_seen(emulator: Emulator, tmp_path: Path) -> None:
    client = emulator.client("lambda")
    folder = tmp_path / "code, of: mine"
    name = f"hot-{uuid.uuid4().hex[:8]}"

    def write(answer: int) -> None:
        folder.mkdir()
        (folder / "index.py").write_text(
            f"import os\ndef handler(event, context):\n    return [{answer}, __file__, os.listdir('/tmp')]\n"
        )

    write(1)
    client.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="index.handler",
        Role=ROLE,
        Code={"S3Bucket": "hot-reload", "S3Key": str(folder)},
    )
    eventually(lambda: client.get_function_configuration(FunctionName=name)["State"] == "Active")
    for answer in (1, 2):
        answered, file, in_tmp = json.loads(client.invoke(FunctionName=name)["Payload"].read())
        assert [answered, file, {*in_tmp} - _PETRIS] == [answer, "/var/task/index.py", set()]
        folder.rename(tmp_path / f"old {answer}")
        write(answer + 1)


def test_nothing_is_mounted_outside_and_nothing_stays(deploy: Deploy, emulator: Emulator) -> None:
    outside = Path("/proc/self/mounts").read_text()
    function = deploy(EVALUATE)
    process_id, device = function.invoke("[os.getpid(), os.stat('/tmp').st_dev]").payload
    tmp = f" {os.major(device)}:{os.minor(device)} "

    def is_kept() -> bool:
        """Whether a zygote has the function's /tmp."""
        children = psutil.Process(emulator.process.pid).children()
        return any(tmp in Path(f"/proc/{child.pid}/mountinfo").read_text() for child in children)

    assert is_kept()
    seen = Path(f"/proc/{process_id}/mounts").read_text()
    assert " /var/task " in seen
    in_tmp = {line.split()[1].split("/")[2] for line in seen.splitlines() if line.split()[1].startswith("/tmp/")}
    assert in_tmp <= _PETRIS, "nothing of its neighbours, or of the machine's"
    assert Path("/proc/self/mounts").read_text() == outside
    assert Path(f"/proc/{emulator.process.pid}/mounts").read_text() == outside
    function.client.delete_function(FunctionName=function.name)
    eventually(lambda: not is_kept())
