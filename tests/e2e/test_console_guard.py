"""Who may read the console and its feed: raw requests, as no well-behaved client would send them."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from emulator.console.guard import REFUSAL
from tests.support import other_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

PATHS = ["/_petri/", "/_petri/lambda/hello", "/_petri/feed", "/_petri/traces", "/_petri/connections"]
TOKEN = "open sesame; 1€"


def ask(port: int, path: str, *headers: str, address: str = "127.0.0.1", method: str = "GET") -> tuple[int, str]:
    """The status and the whole of an answer up to its end, or up to the first event of the feed."""
    with socket.create_connection((address, port), timeout=10) as client:
        client.sendall("\r\n".join([f"{method} {path} HTTP/1.1", *headers, "Connection: close", "", ""]).encode())
        answer = b""
        while b"retry:" not in answer and (data := client.recv(65536)):
            answer += data
    return int(answer.split(b" ", 2)[1]), answer.decode(errors="replace")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        ("Host: evil.example",),
        ("Host: evil.example:{port}", "Origin: http://evil.example:{port}"),
        ("Host: 127.0.0.1.evil.example",),
        ("Host: localhost:{port}", "Origin: http://evil.example"),
        ("Host: localhost:{port}", "Origin: null"),
        ("Host: localhost:{port}", "Origin: http://localhost:3000"),
        ("Host: localhost:{port}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: iframe"),
        ("Host: localhost:{port}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: script"),
        ("Host: localhost:{port}", "Authorization: Bearer undefined", "Origin: http://evil.example"),
    ],
)
def test_foreign_pages_are_refused(emulator: Emulator, path: str, headers: tuple[str, ...]) -> None:
    status, answer = ask(emulator.port, path, *(header.format(port=emulator.port) for header in headers))
    assert status == 403
    assert REFUSAL in answer.replace("\\u2026", "…")
    assert "access-control" not in answer.lower()


@pytest.mark.parametrize("path", ["/_petri/feed", "/_petri/traces"])
def test_this_machine_may_read_but_not_write(emulator: Emulator, path: str) -> None:
    host = f"Host: localhost:{emulator.port}"
    own = (f"Origin: http://localhost:{emulator.port}", "Sec-Fetch-Site: same-origin")
    assert ask(emulator.port, path, host)[0] == 200
    assert ask(emulator.port, path, host, *own)[0] == 200
    assert ask(emulator.port, path, host, "Content-Length: 0", method="POST")[0] == 405


@pytest.fixture(scope="module")
def listening(start_emulator: Callable[..., Emulator]) -> Emulator:
    """An emulator that listens everywhere, and has a token."""
    return start_emulator(PETRI_HOST="0.0.0.0", PETRI_CONSOLE_TOKEN=TOKEN)


def test_from_elsewhere_the_token_is_needed(listening: Emulator) -> None:
    address = other_address()
    host = f"Host: {address}:{listening.port}"
    for path in PATHS:
        assert ask(listening.port, path, host, address=address)[0] == 403
        assert ask(listening.port, path, host, "Authorization: Bearer wrong", address=address)[0] == 403
        # The names of this machine do not help who is not on it.
        assert ask(listening.port, path, f"Host: localhost:{listening.port}", address=address)[0] == 403
    bearer = f"Authorization: Bearer {TOKEN}"
    assert ask(listening.port, "/_petri/traces", host, bearer, address=address)[0] == 200
    assert ask(listening.port, "/_petri/traces", host, bearer, "Origin: http://x.example", address=address)[0] == 403


def test_a_browser_elsewhere_opens_it_with_the_token_once(listening: Emulator) -> None:
    address = other_address()
    host = f"Host: {address}:{listening.port}"
    given = "/_petri/lambda?token=open%20sesame%3B%201%E2%82%AC"
    status, answer = ask(listening.port, given, host, "Accept: text/html", address=address)
    assert status == 302
    lines = answer.split("\r\n")
    (location,) = [line for line in lines if line.lower().startswith("location:")]
    (cookie,) = [line for line in lines if line.lower().startswith("set-cookie:")]
    assert "token" not in location
    assert "httponly" in cookie.lower()
    kept = f"Cookie: {cookie.split(':', 1)[1].split(';')[0].strip()}"
    assert ask(listening.port, "/_petri/feed", host, kept, address=address)[0] == 200
    assert ask(listening.port, "/_petri/feed", host, kept, "Origin: http://evil.example", address=address)[0] == 403
    assert ask(listening.port, "/_petri/feed", host, "Cookie: petri-console=wrong", address=address)[0] == 403


def test_without_a_token_nobody_elsewhere_may_read(start_emulator: Callable[..., Emulator]) -> None:
    emulator, address = start_emulator(PETRI_HOST="0.0.0.0"), other_address()
    for header in ("Authorization: Bearer ", "Cookie: petri-console=", "X-Forwarded-For: 127.0.0.1"):
        path = "/_petri/traces?token="
        assert ask(emulator.port, path, f"Host: {address}:{emulator.port}", header, address=address)[0] == 403
