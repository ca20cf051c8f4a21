from __future__ import annotations

import concurrent.futures
import io
import json
import time
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.setup.steps.lambda_packages import find_python
from tests.support import ROLE, eventually

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy
    from tests.conftest import Emulator

MISBEHAVE = """
import os, sys, time
state = []
def handler(event, context):
    state.append(1)
    match event:
        case "raise": raise ValueError("no")
        case "exit": sys.exit(1)
        case "hang": time.sleep(60)
        case "return": return len(state)
"""


def test_result_d47(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    return event\n")
    invoked = function.invoke({"a": [1, None, "ü"]})
    assert invoked.payload == {"a": [1, None, "ü"]}
    assert invoked.error is None
    assert invoked.response["StatusCode"] == 200
    assert invoked.response["ExecutedVersion"] == "$LATEST"
    assert function.invoke().response["ResponseMetadata"]["HTTPHeaders"]["x-amz-executed-version"] == "$LATEST"


def test_nothing_returned_is_null_d47(deploy: Deploy) -> None:
    assert deploy("def handler(event, context):\n    pass\n").invoke().payload is None


def test_event_and_dry_run_d48(deploy: Deploy, tmp_path: Path) -> None:
    done = tmp_path / "done"
    function = deploy(f"import pathlib\ndef handler(event, context):\n    pathlib.Path({str(done)!r}).touch()\n")
    response = function.client.invoke(FunctionName=function.name, InvocationType="DryRun")
    assert (response["StatusCode"], response["Payload"].read()) == (204, b"")
    assert not done.exists()
    response = function.client.invoke(FunctionName=function.name, InvocationType="Event")
    assert (response["StatusCode"], response["Payload"].read()) == (202, b"")
    while not done.exists():
        time.sleep(0.01)


def test_misbehaving_function_answers_as_on_aws_and_lives_on_d49_d50_d53_d54_d55(deploy: Deploy) -> None:
    function = deploy(MISBEHAVE, Timeout=1)
    neighbour = deploy(MISBEHAVE)
    assert function.invoke("return").payload == 1
    assert neighbour.invoke("return").payload == 1

    raised = function.invoke("raise")
    assert raised.error == "Unhandled"
    assert raised.response["StatusCode"] == 200
    assert list(raised.payload) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert raised.payload["errorType"] == "ValueError"
    assert raised.payload["requestId"] == raised.request_id
    assert function.invoke("return").payload == 3, "an exception does not end the process"

    exited = function.invoke("exit")
    assert exited.error == "Unhandled"
    assert exited.payload == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {exited.request_id} Error: Runtime exited with error: exit status 1",
    }
    assert function.invoke("return").payload == 1

    hung = function.invoke("hang")
    assert hung.error == "Unhandled"
    assert hung.payload == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {hung.request_id} Error: Task timed out after 1.00 seconds",
    }
    assert function.invoke("return").payload == 1
    assert neighbour.invoke("return").payload == 2


def test_init_error_d52(deploy: Deploy) -> None:
    function = deploy("import nothing_like_it\n")
    for _ in range(2):
        invoked = function.invoke()
        assert invoked.error == "Unhandled"
        assert invoked.payload == {
            "errorMessage": "Unable to import module 'handler': No module named 'nothing_like_it'",
            "errorType": "Runtime.ImportModuleError",
            "requestId": "",
            "stackTrace": [],
        }
        assert "[ERROR] Runtime.ImportModuleError: Unable to import module 'handler'" in invoked.log
    function.update_code("def handler(event, context):\n    return 'mended'\n")
    assert function.invoke().payload == "mended"


def test_response_size_limit_d60(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    return 'x' * event\n")
    assert len(function.invoke(6_291_554).payload) == 6_291_554
    invoked = function.invoke(6_291_555)
    assert invoked.error == "Unhandled"
    assert invoked.payload == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }
    assert function.invoke(1).payload == "x"


def test_concurrent_invocations_get_an_environment_each(deploy: Deploy, tmp_path: Path) -> None:
    count = 12
    function = deploy(
        f"""
import os, pathlib, time
def handler(event, context):
    pathlib.Path(event, str(os.getpid())).touch()
    while len(os.listdir(event)) < {count}:
        time.sleep(0.01)
    return context.log_stream_name
""",
        Timeout=60,
    )
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        invoked = list(pool.map(lambda _: function.invoke(str(tmp_path)), range(count)))
    assert len({answer.payload for answer in invoked}) == count
    assert len(list(tmp_path.iterdir())) == count


def test_context_and_environment_d66_d68_d70_d71(deploy: Deploy) -> None:
    function = deploy(
        """
import os
def handler(event, context):
    return {
        "context": [context.function_name, context.function_version, context.memory_limit_in_mb,
                    context.invoked_function_arn, context.log_group_name, context.aws_request_id],
        "stream": context.log_stream_name,
        "environment": dict(os.environ),
        "cwd": os.getcwd(),
    }
""",
        MemorySize=256,
        Environment={"Variables": {"MINE": "1"}},
    )
    invoked = function.invoke()
    arn = f"arn:aws:lambda:eu-west-1:000000000000:function:{function.name}"
    group = f"/aws/lambda/{function.name}"
    seen = invoked.payload
    assert seen["context"] == [function.name, "$LATEST", "256", arn, group, invoked.request_id]
    assert function.invoke(Qualifier="$LATEST").payload["context"][3] == f"{arn}:$LATEST"
    day, _, stream = seen["stream"].rpartition("/")
    assert time.strptime(day, "%Y/%m/%d")
    assert stream.startswith("[$LATEST]")
    assert len(stream) == len("[$LATEST]") + 32
    environment = seen["environment"]
    assert environment["MINE"] == "1"
    assert environment["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.13"
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert environment["LAMBDA_TASK_ROOT"] == environment["PWD"] == seen["cwd"]
    assert environment["AWS_LAMBDA_RUNTIME_API"].startswith("127.0.0.1:")
    assert not {name for name in environment if name.startswith(("LOCALSTACK", "PETRI", "GATEWAY", "EDGE"))}


def test_functions_role_and_the_emulators_endpoint_reach_boto3(deploy: Deploy) -> None:
    function = deploy(
        """
import boto3
def handler(event, context):
    return boto3.client("sts").get_caller_identity()["Arn"]
""",
        Timeout=30,
    )
    assert function.invoke().payload == f"arn:aws:sts::000000000000:assumed-role/function/{function.name}"


def test_a_runtime_that_is_not_here_is_refused_at_creation(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    return 'fine'\n")
    client = function.client
    with pytest.raises(client.exceptions.InvalidParameterValueException, match=r"no Lambda runtime 'ruby3\.4'"):
        client.update_function_configuration(FunctionName=function.name, Runtime="ruby3.4")
    with pytest.raises(client.exceptions.InvalidParameterValueException, match=r"It has python3\.12, python3\.13"):
        deploy("", Runtime="java21")
    assert function.invoke().payload == "fine"


@pytest.mark.skipif(find_python("3.12") is None, reason="This machine has no Python 3.12.")
def test_the_declared_runtime_decides(deploy: Deploy) -> None:
    source = """
import os, sys
def handler(event, context):
    return [*sys.version_info[:2], os.environ["AWS_EXECUTION_ENV"]]
"""
    assert deploy(source, Runtime="python3.12").invoke().payload == [3, 12, "AWS_Lambda_python3.12"]
    assert deploy(source, Runtime="python3.13").invoke().payload == [3, 13, "AWS_Lambda_python3.13"]


def test_a_folder_in_the_hot_reload_bucket_runs_as_it_is_saved(emulator: Emulator, tmp_path: Path) -> None:
    client = emulator.client("lambda")
    module = tmp_path / "index.py"
    module.write_text("def handler(event, context):\n    return 1\n")
    name = f"hot-{uuid.uuid4().hex[:8]}"
    client.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="index.handler",
        Role=ROLE,
        Code={"S3Bucket": "hot-reload", "S3Key": str(tmp_path)},
    )
    eventually(lambda: client.get_function_configuration(FunctionName=name)["State"] == "Active")

    def result() -> object:
        return json.loads(client.invoke(FunctionName=name)["Payload"].read())

    assert result() == 1
    module.write_text("from other import two\ndef handler(event, context):\n    return two\n")
    (tmp_path / "other.py").write_text("two = 22\n")
    assert result() == 22
    (tmp_path / "other.py").write_text("two = 333\n")
    assert result() == 333


def test_package_that_leaves_its_folder_is_not_unpacked(deploy: Deploy) -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("handler.py", "")
        archive.writestr("../outside.py", "")
    function = deploy("", Code={"ZipFile": package.getvalue()})
    with pytest.raises(function.client.exceptions.InvalidZipFileException, match=r"'\.\./outside\.py' leads out"):
        function.invoke()
