from __future__ import annotations

import http.client
import json
import selectors
import threading
from collections.abc import Callable, Iterator

import pytest

from emulator.lambda_runtime.runtime_api import InitError, Message, Ready, Result, RuntimeApi

VERSION = "/2018-06-01/runtime"


class Server:
    """A Runtime API, and a thread that serves it as `RuntimeProcess` would."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self.api = RuntimeApi(self._selector)
        self._said = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stopped:
            for key, _ in self._selector.select(0.01):
                key.data()
            with self._said:
                self._said.notify_all()

    def next_message(self) -> Message:
        with self._said:
            assert self._said.wait_for(lambda: self.api.messages, timeout=5)
        return self.api.messages.popleft()

    def stop(self) -> None:
        self._stopped = True
        self._thread.join()
        self.api.close()
        self._selector.close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def call(server: Server) -> Callable[..., tuple[int, bytes]]:
    connection = http.client.HTTPConnection(server.api.address, timeout=5)

    def call(method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()

    return call


def take_invocation(server: Server, request_id: str = "r-1") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(server.api.address, timeout=5)
    connection.request("GET", f"{VERSION}/invocation/next")
    assert server.next_message() == Ready()
    server.api.send_invocation(request_id, {"Lambda-Runtime-Trace-Id": "trace"}, b'{"a": 1}', timeout=5)
    return connection.getresponse()


def test_next_gives_the_invocation(server: Server) -> None:
    answer = take_invocation(server)
    assert answer.status == 200
    assert answer.headers["Lambda-Runtime-Aws-Request-Id"] == "r-1"
    assert answer.headers["Lambda-Runtime-Trace-Id"] == "trace"
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.read() == b'{"a": 1}'


@pytest.mark.parametrize(("outcome", "is_error"), [("response", False), ("error", True)])
def test_outcome(server: Server, call: Callable[..., tuple[int, bytes]], outcome: str, is_error: bool) -> None:
    take_invocation(server)
    assert call("POST", f"{VERSION}/invocation/r-1/{outcome}", b'"done"')[0] == 202
    assert server.next_message() == Result("r-1", b'"done"', is_error)
    status, body = call("POST", f"{VERSION}/invocation/r-1/{outcome}", b'"again"')
    assert (status, json.loads(body)["errorType"]) == (400, "InvalidRequestID")
    assert not server.api.messages


def test_response_larger_than_6_mb_is_refused_d60(server: Server, call: Callable[..., tuple[int, bytes]]) -> None:
    take_invocation(server)
    status, body = call("POST", f"{VERSION}/invocation/r-1/response", b"x" * (6 * 1024 * 1024 + 101))
    assert (status, json.loads(body)["errorType"]) == (413, "RequestEntityTooLarge")
    assert server.next_message() == Result("r-1", None, is_error=False)


def test_init_error(server: Server, call: Callable[..., tuple[int, bytes]]) -> None:
    status, _ = call("POST", f"{VERSION}/init/error", b"{}", Lambda_Runtime_Function_Error_Type="Runtime.Because")
    assert status == 202
    assert server.next_message() == InitError(b"{}", "Runtime.Because")


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", f"{VERSION}/init/error"), ("POST", f"{VERSION}/x")])
def test_unknown_path(call: Callable[..., tuple[int, bytes]], method: str, path: str) -> None:
    assert call(method, path)[0] == 404


def test_runtime_that_hung_up_gets_no_invocation(server: Server, call: Callable[..., tuple[int, bytes]]) -> None:
    connection = http.client.HTTPConnection(server.api.address, timeout=5)
    connection.request("GET", f"{VERSION}/invocation/next")
    assert server.next_message() == Ready()
    connection.close()
    for _ in range(2):
        call("GET", "/")  # after two more rounds, the end has been seen
    with pytest.raises(ConnectionError):
        server.api.send_invocation("r-1", {}, b"", timeout=5)


def test_only_this_machine_can_connect(server: Server) -> None:
    assert server.api.address.startswith("127.0.0.1:")
