"""What a function is given beside its event, and what it may not take."""

from __future__ import annotations

import base64
import io
import json
import re
import uuid
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import ROLE, eventually

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy
    from tests.conftest import Emulator


def test_the_client_context_d68(deploy: Deploy) -> None:
    function = deploy(
        "def handler(event, context):\n"
        "    given = context.client_context\n"
        "    return [given.custom, given.client.app_title] if given else None\n"
    )
    context = base64.b64encode(json.dumps({"custom": {"a": "ü"}, "client": {"app_title": "game"}}).encode()).decode()
    answer = function.client.invoke(FunctionName=function.name, ClientContext=context)
    assert json.loads(answer["Payload"].read()) == [{"a": "ü"}, "game"]
    assert function.invoke().payload is None


HUNGRY = """
import time
kept = []
def handler(event, context):
    for _ in range(event):
        kept.append(bytearray(b"x") * 1024 * 1024)
    time.sleep(1 if event else 0)
    return len(kept)
"""


def test_a_function_that_takes_too_much_memory_is_killed_d53(deploy: Deploy) -> None:
    function = deploy(HUNGRY, MemorySize=128, Timeout=20)
    assert function.invoke(40).payload == 40
    killed = function.invoke(200)
    assert killed.payload["errorType"] == "Runtime.ExitError"
    assert killed.payload["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")
    assert re.search(
        r"REPORT .*Memory Size: 128 MB\tMax Memory Used: 128 MB\t.*Status: error\tError Type: Runtime.OutOfMemory",
        killed.log,
    )
    # A new process, and others have not noticed.
    assert function.invoke(0).payload == 0


FORKER = """
import subprocess, sys
def handler(event, context):
    subprocess.run([sys.executable, "-c", "import time; kept = bytearray(b'x') * 300 * 1024 * 1024; time.sleep(9)"])
"""


def test_what_a_function_starts_counts(deploy: Deploy) -> None:
    killed = deploy(FORKER, MemorySize=128, Timeout=20).invoke()
    assert killed.payload["errorMessage"].endswith("signal: killed")


def archive(**files: str) -> bytes:
    """A zip; the names of files have ``__`` for slashes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name.replace("__", "/"))
            entry.external_attr = 0o100755 << 16
            package.writestr(entry, content)
    return buffer.getvalue()


@pytest.fixture
def layered(emulator: Emulator) -> Any:
    """Makes a function with layers; gives its result."""
    client = emulator.client("lambda")

    def run(code: bytes, layers: list[bytes], **settings: Any) -> Any:
        arns = [
            client.publish_layer_version(LayerName=f"layer-{uuid.uuid4().hex[:8]}", Content={"ZipFile": layer})[
                "LayerVersionArn"
            ]
            for layer in layers
        ]
        name = f"layered-{uuid.uuid4().hex[:8]}"
        client.create_function(
            FunctionName=name,
            Role=ROLE,
            Timeout=10,
            Code={"ZipFile": code},
            Layers=arns,
            **{"Runtime": "python3.13", "Handler": "index.handler"} | settings,
        )
        eventually(lambda: client.get_function_configuration(FunctionName=name)["State"] == "Active")
        return json.loads(client.invoke(FunctionName=name)["Payload"].read())

    return run


def test_layers_of_python(layered: Any) -> None:
    """Modules in both of AWS's places, and programs. A function's own code comes first, then later layers."""
    code = """
import subprocess
import first, second, third, own
def handler(event, context):
    return [first.name, second.name, third.name, own.name, subprocess.check_output(["tool"], text=True)]
"""
    result = layered(
        archive(**{"index.py": code, "own.py": "name = 'function'"}),
        [
            archive(
                **{
                    "python__first.py": "name = 'lower'",
                    "python__second.py": "name = 'lower'",
                    "python__own.py": "name = 'lower'",
                    "bin__tool": "#!/bin/sh\nprintf tool",
                }
            ),
            archive(
                **{
                    "python__second.py": "name = 'upper'",
                    "python__lib__python3.13__site-packages__third.py": "name = 'site'",
                }
            ),
        ],
    )
    assert result == ["lower", "upper", "site", "function", "tool"]


def test_layers_of_node(layered: Any) -> None:
    result = layered(
        archive(**{"index.js": "exports.handler = async () => require('lib').name;"}),
        [archive(**{"nodejs__node_modules__lib__index.js": "exports.name = 'layer';"})],
        Runtime="nodejs20.x",
    )
    assert result == "layer"
