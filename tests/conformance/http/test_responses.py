"""What a function's result becomes on the wire (sections B1, B4, B5)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.support import ECHO, create_api, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator

INTERNAL_SERVER_ERROR = b'{"message":"Internal Server Error"}'

# Answers with whatever JSON the client sends.
ANSWER_THE_BODY = """
import json
def handler(event, context):
    return json.loads(event["body"])
"""


@pytest.fixture(scope="module")
def answer_url(emulator: Emulator) -> str:
    api_id = create_api(emulator, "HTTP", {"POST /answer": create_function(emulator, ANSWER_THE_BODY)})
    return emulator.api_url(api_id) + "/answer"


def answer(url: str, result: Any) -> requests.Response:
    headers = {"Content-Type": "application/json"}
    return requests.post(url, data=json.dumps(result), headers=headers, timeout=20)


@pytest.mark.parametrize(
    ("result", "body"),
    [
        ({"id": 1}, b'{"id": 1}'),
        ([1, 2, 3, 4, 5], b"[1, 2, 3, 4, 5]"),
        ("hello", b"hello"),
        ('a "quoted" word\n', b'a "quoted" word\n'),
        ("grün", "grün".encode()),
        ({"statuscode": 500}, b'{"statuscode": 500}'),
        (1.50, b"1.5"),
        (42, b"42"),
        (True, b"true"),
        ("", b""),
        (None, b"null"),
    ],
)
def test_inferred_response_b34_b35(answer_url: str, result: Any, body: bytes) -> None:
    """Without statusCode, 200 and the result itself."""
    response = answer(answer_url, result)
    assert (response.status_code, response.content) == (200, body)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Length"] == str(len(body))


def test_structured_response_b36_b39_b42(answer_url: str) -> None:
    response = answer(
        answer_url,
        {"statusCode": 201, "headers": {"myheader": "v"}, "cookies": ["a=1", "b=2; Secure"], "body": '{"x":1}'},
    )
    assert response.status_code == 201
    assert response.text == '{"x":1}'
    assert response.headers["Content-Type"] == "text/plain;charset=utf-8"
    assert "Myheader" in list(response.headers)
    assert response.raw.headers.getlist("Set-Cookie") == ["a=1", "b=2; Secure"]
    assert "Date" in response.headers
    assert "Apigw-Requestid" in response.headers
    assert "Server" not in response.headers


def test_base64_body_b40(answer_url: str) -> None:
    response = answer(answer_url, {"statusCode": 200, "isBase64Encoded": True, "body": "AAEC"})
    assert response.content == b"\x00\x01\x02"


def test_multi_value_headers_are_of_format_1_0_b41(answer_url: str) -> None:
    response = answer(answer_url, {"statusCode": 200, "multiValueHeaders": {"X-Own": ["1"]}})
    assert "X-Own" not in response.headers


def test_status_code_as_text_b37(answer_url: str) -> None:
    assert answer(answer_url, {"statusCode": "204"}).status_code == 204


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": 0},
        {"statusCode": 200.5},
        {"statusCode": 100},
        {"statusCode": "x"},
        {"statusCode": 200, "body": {"not": "a string"}},
        {"statusCode": 200, "headers": ["not", "a map"]},
        {"statusCode": 200, "cookies": "not=a list"},
        {"statusCode": 200, "isBase64Encoded": True, "body": "%%%"},
    ],
)
def test_malformed_response_b37_b38_b44(answer_url: str, result: Any) -> None:
    response = answer(answer_url, result)
    assert (response.status_code, response.content) == (500, INTERNAL_SERVER_ERROR)
    assert response.headers["Content-Type"] == "application/json"


def test_malformed_json_reaches_the_function_as_it_is_b26(emulator: Emulator) -> None:
    """The gateway does not parse bodies."""
    api_id = create_api(emulator, "HTTP", {"POST /echo": create_function(emulator, ECHO)})
    response = requests.post(
        emulator.api_url(api_id) + "/echo", data="{oops", headers={"Content-Type": "application/json"}, timeout=10
    )
    assert response.json()["body"] == "{oops"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/nothing"), ("PUT", "/answer"), ("HEAD", "/answer"), ("POST", "/answer/"), ("POST", "/Answer")],
)
def test_no_route_b07_b08_b09_b10(answer_url: str, method: str, path: str) -> None:
    """404 with 23 bytes, never 405."""
    response = requests.request(method, answer_url.removesuffix("/answer") + path, timeout=10)
    assert response.status_code == 404
    if method != "HEAD":
        assert response.content == b'{"message":"Not Found"}'
    assert response.headers["Content-Type"] == "application/json"
    assert "Apigw-Requestid" in response.headers


def test_no_stage_b02(emulator: Emulator, answer_url: str) -> None:
    response = requests.post(answer_url.replace("/dev/", "/prod/"), timeout=10)
    assert (response.status_code, response.content) == (404, b'{"message":"Not Found"}')


def test_no_api(emulator: Emulator) -> None:
    """AWS has no host of that name; here the answer says what is wrong."""
    response = requests.get(emulator.api_url("nosuchapi0") + "/virus", timeout=10)
    message = "The API id 'nosuchapi0' does not correspond to a deployed API Gateway API"
    assert (response.status_code, response.json()) == (404, {"message": message})


FAILURES = {
    "raises": "def handler(event, context): raise ValueError('no')",
    "exits": "import os\ndef handler(event, context): os._exit(3)",
    "cannot be imported": "import nothing_of_that_name",
    "does not exist": None,
    "times out": "import time\ndef handler(event, context): time.sleep(30)",
}


@pytest.mark.parametrize("failure", FAILURES)
def test_failing_function_b44(emulator: Emulator, answer_url: str, failure: str) -> None:
    """One answer for every failure; other requests are unaffected."""
    source = FAILURES[failure]
    if source is None:
        function_arn = "arn:aws:lambda:eu-west-1:000000000000:function:missing"
    else:
        function_arn = create_function(emulator, source, timeout=1)
    api_id = create_api(emulator, "HTTP", {"GET /fail": function_arn})
    response = requests.get(emulator.api_url(api_id) + "/fail", timeout=30)
    assert (response.status_code, response.content) == (500, INTERNAL_SERVER_ERROR)
    assert answer(answer_url, "still here").text == "still here"


def test_missing_permission_b44_b88(emulator: Emulator) -> None:
    """Without a resource policy for API Gateway the function is not invoked."""
    api_id = create_api(emulator, "HTTP", {"GET /x": create_function(emulator, ECHO, permitted=False)})
    assert requests.get(emulator.api_url(api_id) + "/x", timeout=10).status_code == 500


def test_permission_for_another_path_b88(emulator: Emulator) -> None:
    """The source ARN of the permission is compared."""
    function_arn = create_function(emulator, ECHO, permitted=False)
    api_id = create_api(emulator, "HTTP", {"GET /x/{id}": function_arn, "GET /y": function_arn})
    emulator.client("lambda").add_permission(
        FunctionName=function_arn,
        StatementId="only-x",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:eu-west-1:000000000000:{api_id}/*/GET/x/{{id}}",
    )
    assert requests.get(emulator.api_url(api_id) + "/x/1", timeout=10).status_code == 200
    assert requests.get(emulator.api_url(api_id) + "/y", timeout=10).status_code == 500


def test_integration_timeout_b45(emulator: Emulator) -> None:
    """503 while the function runs on."""
    slow = create_function(emulator, "import time\ndef handler(event, context): time.sleep(1.5)")
    api_id = create_api(emulator, "HTTP", {"GET /slow": slow}, timeout_ms=100)
    response = requests.get(emulator.api_url(api_id) + "/slow", timeout=10)
    assert (response.status_code, response.content) == (503, b'{"message":"Service Unavailable"}')


def test_throttled_function_is_503_b46(emulator: Emulator) -> None:
    """Lambda has no concurrency left for it."""
    function_arn = create_function(emulator, "def handler(event, context): return 'never'")
    emulator.client("lambda").put_function_concurrency(FunctionName=function_arn, ReservedConcurrentExecutions=0)
    api_id = create_api(emulator, "HTTP", {"GET /busy": function_arn})
    response = requests.get(emulator.api_url(api_id) + "/busy", timeout=10)
    assert (response.status_code, response.content) == (503, b'{"message":"Service Unavailable"}')


def test_body_too_large_b29(answer_url: str) -> None:
    """Above Lambda's 6 MB."""
    response = requests.post(answer_url, data=b"x" * (6 * 1024 * 1024 + 1), timeout=20)
    assert (response.status_code, response.json()) == (413, {"message": "Request Entity Too Large"})
