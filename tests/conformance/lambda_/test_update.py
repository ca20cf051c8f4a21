from __future__ import annotations

import concurrent.futures
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy


def test_new_code_answers_as_soon_as_the_update_is_done(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    return 0\n")
    for number in range(1, 4):
        assert function.invoke().payload == number - 1
        function.update_code(f"def handler(event, context):\n    return {number}\n")
        assert function.invoke().payload == number


def test_new_configuration_counts_for_the_next_invocation(deploy: Deploy) -> None:
    function = deploy("import os\ndef handler(event, context):\n    return os.environ.get('STAGE')\n")
    assert function.invoke().payload is None
    function.client.update_function_configuration(
        FunctionName=function.name, Environment={"Variables": {"STAGE": "dev"}}
    )
    function.wait()
    assert function.invoke().payload == "dev"


def test_old_environments_end_after_an_update_but_not_in_the_middle_of_an_invocation(
    deploy: Deploy, tmp_path: Path
) -> None:
    function = deploy(
        """
import os, pathlib, time
def handler(event, context):
    pathlib.Path(event, "started").touch()
    while not pathlib.Path(event, "go on").exists():
        time.sleep(0.01)
    import json.tool  # code that is not loaded yet is still there
    print("finished by the old code")
    return [os.getpid(), os.environ["LAMBDA_TASK_ROOT"]]
""",
        Timeout=30,
    )
    with concurrent.futures.ThreadPoolExecutor() as pool:
        old = pool.submit(function.invoke, str(tmp_path))
        while not (tmp_path / "started").exists():
            time.sleep(0.01)
        function.update_code("def handler(event, context):\n    return 'new'\n")
        assert function.invoke().payload == "new"
        (tmp_path / "go on").touch()
        answer = old.result()
    assert answer.error is None
    process_id, task_root = answer.payload
    assert "finished by the old code\n" in [event["message"] for event in function.log_events("finished by")]
    while psutil.pid_exists(process_id) or Path(task_root).exists():
        time.sleep(0.01)


def test_deleting_a_function_ends_its_process_and_removes_its_code(deploy: Deploy) -> None:
    function = deploy("import os\ndef handler(event, context):\n    return [os.getpid(), os.getcwd()]\n")
    process_id, task_root = function.invoke().payload
    twin = deploy("def handler(event, context):\n    return 'here'\n")
    function.client.delete_function(FunctionName=function.name)
    while psutil.pid_exists(process_id) or Path(task_root).exists():
        time.sleep(0.01)
    assert twin.invoke().payload == "here"


def test_published_versions_run_side_by_side(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    return [1, context.function_version]\n")
    version = function.client.publish_version(FunctionName=function.name)["Version"]
    function.update_code("def handler(event, context):\n    return [2, context.function_version]\n")
    assert function.invoke().payload == [2, "$LATEST"]
    assert function.invoke(Qualifier=version).payload == [1, version]
