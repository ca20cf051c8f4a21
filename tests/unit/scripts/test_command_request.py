from __future__ import annotations

import socket

import pytest

from scripts.command_client import _DEFAULT_SOCKET, VERBS
from scripts.command_request import Request
from scripts.state_folder import DEFAULT_STATE_FOLDER, StateFolder
from scripts.verbs import VERBS as ALL_VERBS


def test_a_request_arrives_as_it_is() -> None:
    arguments = ["petri", "invoke", "", "two\nlines", "caf\udce9"]
    environment = {b"PATH": b"/bin", b"EMPTY": b"", b"A": b"b=c\n\xff", b"LONG": b"x" * 100_000}
    here, there = socket.socketpair()
    with here, there:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1_000_000)
        Request(arguments, b"/some/folder", environment).send(here)
        received = Request.receive(there)
    assert (received.arguments, received.folder, received.environment) == (arguments, b"/some/folder", environment)


def test_half_a_request_is_none() -> None:
    here, there = socket.socketpair()
    with there:
        with here:
            here.sendall(b"\0\0")
        with pytest.raises(ValueError, match="not enough values"):
            Request.receive(there)


@pytest.mark.parametrize(
    ("changed", "suits"),
    [
        ({}, True),
        ({b"AWS_PROFILE": b"work", b"NO_COLOR": b"1", b"TERM": b"dumb"}, True),
        ({b"LANG": b"C"}, False),
        ({b"PYTHONPATH": b"/elsewhere"}, False),
        ({b"ALLOWED_ORIGINS": b"*"}, False),
    ],
)
def test_what_a_running_python_can_take_over(changed: dict[bytes, bytes], suits: bool) -> None:
    started_with = {b"LANG": b"C.UTF-8", b"PATH": b"/bin"}
    assert Request(["petri"], b"/", started_with | changed).suits(started_with) is suits


def test_client_and_server_know_the_same() -> None:
    assert str(StateFolder(DEFAULT_STATE_FOLDER).command_server) == _DEFAULT_SOCKET
    assert ALL_VERBS.keys() >= VERBS
