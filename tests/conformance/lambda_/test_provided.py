"""Functions that bring their own runtime: an executable that speaks the Runtime API."""

from __future__ import annotations

import io
import json
import uuid
import zipfile

from tests.conftest import Emulator
from tests.support import ROLE, eventually

BOOTSTRAP = """#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
    headers="$(mktemp)"
    event=$(curl -sS -D "$headers" "$api/next")
    id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: //Ip' "$headers" | tr -d '[:space:]')
    rm "$headers"
    echo "handler $_HANDLER"
    case "$event" in *exit*) exit 7 ;; esac
    curl -sS -d "{\\"got\\": $event}" "$api/$id/response" >/dev/null
done
"""


def create(emulator: Emulator, files: dict[str, str]) -> str:
    """A function with these executables."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, content)
    client = emulator.client("lambda")
    name = f"provided-{uuid.uuid4().hex[:8]}"
    client.create_function(
        FunctionName=name,
        Runtime="provided.al2023",
        Handler="my.handler",
        Role=ROLE,
        Timeout=10,
        Code={"ZipFile": package.getvalue()},
    )
    eventually(lambda: client.get_function_configuration(FunctionName=name)["State"] == "Active")
    return name


def test_the_bootstrap_answers_again_and_again_d53(emulator: Emulator) -> None:
    client = emulator.client("lambda")
    name = create(emulator, {"bootstrap": BOOTSTRAP})
    for number in (1, 2):
        answer = client.invoke(FunctionName=name, Payload=json.dumps({"n": number}))
        assert json.loads(answer["Payload"].read()) == {"got": {"n": number}}
    failed = client.invoke(FunctionName=name, Payload='"exit"')
    error = json.loads(failed["Payload"].read())
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].endswith("exit status 7")
    assert json.loads(client.invoke(FunctionName=name, Payload="3")["Payload"].read()) == {"got": 3}


def test_a_package_without_bootstrap(emulator: Emulator) -> None:
    answer = emulator.client("lambda").invoke(FunctionName=create(emulator, {"other": "#!/bin/sh"}), Payload="{}")
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorType"] == "Runtime.ExitError"
