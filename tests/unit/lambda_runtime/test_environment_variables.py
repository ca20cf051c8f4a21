from __future__ import annotations

from pathlib import Path

import pytest

from emulator.lambda_runtime.environment_variables import function_variables
from emulator.lambda_runtime.runtimes import Runtime

RUNTIME = Runtime(
    "python3.13", ("/runtime/bin/python",), Path("/runtime/lib"), ("/runtime/bin",), {"LC_CTYPE": "C.UTF-8"}
)

PREPARED: dict[str, object] = {
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_REGION": "eu-west-1",
    "AWS_LAMBDA_FUNCTION_NAME": "f",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": 128,
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/f",
    "AWS_LAMBDA_LOG_STREAM_NAME": "2026/11/24/[$LATEST]abc",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_SESSION_TOKEN": "token",
    "LAMBDA_TASK_ROOT": "/var/task",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
    "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
    "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",
    "_AWS_XRAY_DAEMON_PORT": "2000",
    "_AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1",
    "TZ": ":UTC",
    "AWS_LAMBDA_FUNCTION_TIMEOUT": 3,
    "LOCALSTACK_HOSTNAME": "127.0.0.1",
    "EDGE_PORT": "4566",
    "LOCALSTACK_RUNTIME_ID": "abc",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
    "_HANDLER": "handler.handler",
    "AWS_EXECUTION_ENV": "AWS_Lambda_rapid",
}


def variables(**own: str) -> dict[str, str]:
    return function_variables(
        {**PREPARED, **own}, own=own, runtime=RUNTIME, task_root=Path("/code"), log_group="/aws/lambda/f"
    )


def test_what_aws_sets_d66(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PETRI_CA_BUNDLE", raising=False)
    assert variables() == {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": "f",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/f",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2026/11/24/[$LATEST]abc",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",
        "_AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1",
        "_AWS_XRAY_DAEMON_PORT": "2000",
        "LAMBDA_TASK_ROOT": "/code",
        "LAMBDA_RUNTIME_DIR": "/runtime/lib",
        "LANG": "en_US.UTF-8",
        "LC_CTYPE": "C.UTF-8",
        "LD_LIBRARY_PATH": "/code:/code/lib:/opt/lib",
        "PATH": "/runtime/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin",
        "PWD": "/code",
        "SHLVL": "0",
        "TZ": ":UTC",
        "_HANDLER": "handler.handler",
        # Not on AWS: where the emulator is, and a home that is as absent as AWS's.
        "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
        "HOME": "/home/sbx_user1051",
    }


def test_functions_own_variables_come_on_top() -> None:
    mine = variables(TABLE="viruses", PATH="/mine", LOCALSTACK_HOSTNAME="mine", AWS_ENDPOINT_URL="http://elsewhere")
    assert mine["TABLE"] == "viruses"
    assert mine["PATH"] == "/mine"
    assert mine["LOCALSTACK_HOSTNAME"] == "mine"
    assert mine["AWS_ENDPOINT_URL"] == "http://elsewhere"


def test_but_not_over_what_the_runtime_lives_on() -> None:
    mine = variables(LAMBDA_TASK_ROOT="/elsewhere", AWS_EXECUTION_ENV="mine")
    assert mine["LAMBDA_TASK_ROOT"] == "/code"
    assert mine["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.13"


def test_emulators_certificate_authority_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETRI_CA_BUNDLE", "/state/ca.pem")
    monkeypatch.setenv("PETRI_TRUST_BUNDLE", "/state/everybody.pem")
    mine = variables()
    assert mine["AWS_CA_BUNDLE"] == "/state/ca.pem"
    assert {mine[name] for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")} == {"/state/everybody.pem"}
