"""Invocations that LocalStack's gateway never sees are answered as it would."""

from __future__ import annotations

import base64
import http.client
import re
from typing import Any

import pytest

from tests.conftest import Emulator
from tests.support import create_function

SOURCE = """
import json

def handler(event, context):
    if event == "fail":
        raise ValueError("as asked")
    print("this is logged")
    context_given = context.client_context and context.client_context.custom
    return {"event": event, "version": context.function_version, "custom": context_given}
"""
CLIENT_CONTEXT = base64.b64encode(b'{"custom": {"colour": "blue"}}').decode()

# What is another each time. The gateway calls the id of a request otherwise than AWS, and a result text/plain.
_IDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}")
_CHANGING = ("date", "x-amzn-requestid", "x-amz-request-id", "x-amz-log-result", "content-type")


@pytest.fixture(scope="module")
def function(emulator: Emulator) -> str:
    """The name of a function."""
    return create_function(emulator, SOURCE).rpartition(":")[2]


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (b'{"a": 1}', {}),
        (b"", {}),
        (b'"fail"', {}),
        (b'{"a": 1}', {"X-Amz-Log-Type": "Tail"}),
        (b'{"a": 1}', {"X-Amz-Client-Context": CLIENT_CONTEXT}),
        (b'{"a": 1}', {"X-Amz-Invocation-Type": "DryRun"}),
        (b'{"a": 1}', {"X-Amz-Invocation-Type": "Sometimes"}),
        (b'{"a": 1}', {"X-Amz-Log-Type": "Head"}),
        (b"{no json", {}),
        (b"1" * (6 * 1024 * 1024 + 1), {}),
    ],
    ids=["object", "nothing", "error", "tail", "client context", "dry run", "type", "log type", "no json", "too large"],
)
def test_answers_are_the_gateways(emulator: Emulator, function: str, payload: bytes, headers: dict[str, str]) -> None:
    quick = _invoke(emulator, function, payload, headers)
    # The gateway has to look at where a page's request comes from.
    slow = _invoke(emulator, function, payload, headers | {"Referer": f"http://localhost:{emulator.port}/"})
    assert quick == slow


def test_headers_of_an_answer_d47(emulator: Emulator, function: str) -> None:
    answer = emulator.client("lambda").invoke(FunctionName=function, Payload=b"1")["ResponseMetadata"]
    assert answer["HTTPHeaders"]["content-type"] == "application/json"
    assert answer["RequestId"] == answer["HTTPHeaders"]["x-amzn-requestid"]


def test_a_function_that_is_not_there(emulator: Emulator) -> None:
    status, _, body = _invoke(emulator, "nobody", b"{}", {})
    assert status == 404
    assert b"Function not found: arn:aws:lambda:eu-west-1:000000000000:function:nobody" in body


def test_the_tail_of_the_log(emulator: Emulator, function: str) -> None:
    answer = emulator.client("lambda").invoke(FunctionName=function, LogType="Tail")
    assert "this is logged" in base64.b64decode(answer["LogResult"]).decode()


def _invoke(emulator: Emulator, function: str, payload: bytes, headers: dict[str, str]) -> tuple[int, list[Any], bytes]:
    """Status, headers and body, without what is another each time."""
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=30)
    authorization = (
        "AWS4-HMAC-SHA256 Credential=test/20261125/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0"
    )
    path = f"/2015-03-31/functions/{function}/invocations"
    connection.request("POST", path, payload, {"Authorization": authorization, **headers})
    response = connection.getresponse()
    kept = sorted(header for header in response.getheaders() if header[0].lower() not in _CHANGING)
    body = _IDS.sub(b"", response.read())
    connection.close()
    return response.status, kept, body
