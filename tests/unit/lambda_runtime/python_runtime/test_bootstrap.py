from __future__ import annotations

import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

if TYPE_CHECKING:
    from tests.unit.lambda_runtime.conftest import MakeEnvironment

RESOLVE = """
import socket
def handler(name, context):
    try:
        return sorted({address[4][0] for address in socket.getaddrinfo(name, 443, socket.AF_INET)})
    except socket.gaierror:
        return None
"""


@pytest.mark.parametrize(
    "name",
    [
        "localhost",
        "abc.localhost",
        "abc.execute-api.localhost",
        "localhost.localstack.cloud",
        "abc.execute-api.localhost.localstack.cloud",
        "ABC.Execute-API.LocalHost",
        "abc.localhost.",
    ],
)
def test_local_names_mean_this_machine(make_environment: MakeEnvironment, name: str) -> None:
    assert make_environment(RESOLVE).call(name) == ["127.0.0.1"]


def test_other_names_are_resolved_as_ever(make_environment: MakeEnvironment) -> None:
    function = make_environment(RESOLVE)
    assert function.call("127.0.0.5") == ["127.0.0.5"]
    assert function.call("localhost.example.invalid") is None
    assert function.call("notlocalhost") is None


def test_limits_and_folders_d71(make_environment: MakeEnvironment) -> None:
    function = make_environment(
        "import os, resource, sys, threading\n"
        "def handler(event, context):\n"
        "    return {'files': resource.getrlimit(resource.RLIMIT_NOFILE), 'core': resource.getrlimit("
        "resource.RLIMIT_CORE),\n"
        "            'cwd': os.getcwd(), 'path': sys.path[0], 'home': os.path.expanduser('~'),\n"
        "            'threads': [t.name for t in threading.enumerate() if t is not threading.main_thread()]}\n"
    )
    seen = function.call()
    assert seen == {
        "files": [1024, 1024],
        "core": [0, 0],
        "cwd": function.task_root,
        "path": function.task_root,
        "home": "/home/sbx_user1051",
        "threads": [],
    }


def test_function_sees_the_runtimes_packages_and_not_the_emulators(make_environment: MakeEnvironment) -> None:
    function = make_environment(
        "import importlib.util\n"
        "def handler(names, context):\n"
        "    return [name for name in names if importlib.util.find_spec(name)]\n"
    )
    names = ["json", "boto3", "botocore", "awslambdaric", "localstack", "emulator", "requests", "bootstrap", "function"]
    assert function.call(names) == ["json", "boto3", "botocore", "awslambdaric", "function"]


POST_TO_CONNECTION = """
import boto3
def handler(event, context):
    client = boto3.client("apigatewaymanagementapi", endpoint_url=event)
    client.post_to_connection(ConnectionId="abc=", Data=b"hello")
"""


@pytest.fixture
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[tuple[str, bytes]]]]:
    """The port of an HTTPS server as the emulator's, with a local authority, and what is posted to it."""
    received: list[tuple[str, bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("PETRI_CA_BUNDLE", str(tmp_path / "ca.pem"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("*.execute-api.localhost.localstack.cloud").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, received
    server.shutdown()
    thread.join()
    server.server_close()


def test_management_endpoint_derived_from_the_event_works_unmodified(
    make_environment: MakeEnvironment, posts: tuple[int, list[tuple[str, bytes]]]
) -> None:
    port, received = posts
    function = make_environment(POST_TO_CONNECTION)
    function.call(f"https://x.execute-api.localhost.localstack.cloud:{port}/dev")
    assert received == [("/dev/@connections/abc%3D", b"hello")]


def test_other_certificates_are_refused(
    make_environment: MakeEnvironment, posts: tuple[int, list[tuple[str, bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, received = posts
    monkeypatch.delenv("PETRI_CA_BUNDLE")
    function = make_environment(POST_TO_CONNECTION)
    answer = function.invoke(f"https://x.execute-api.localhost.localstack.cloud:{port}/dev")
    assert json.loads(answer.payload)["errorType"] == "SSLError"
    assert received == []
