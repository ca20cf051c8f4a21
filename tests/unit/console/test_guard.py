from __future__ import annotations

from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from emulator.console.guard import keep_token, may_read


class FakeRequest:
    """What the guard looks at."""

    def __init__(self, address: str, token: str | None, headers: dict[str, str]) -> None:
        self._address = (IPv6Address if ":" in address else IPv4Address)("TCP", address, 50_000)
        self._headers = {"host": "localhost:4566"} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.method = b"GET"
        self.cookies: dict[bytes, bytes] = {}
        self.args = {} if token is None else {b"token": [token.encode()]}

    def getHeader(self, name: str) -> str | None:  # noqa: N802 - Twisted's name
        return self._headers.get(name)

    def getCookie(self, name: bytes) -> bytes | None:  # noqa: N802 - Twisted's name
        return self.cookies.get(name)

    def addCookie(self, name: bytes, value: bytes, **attributes: Any) -> None:  # noqa: N802 - Twisted's name
        assert attributes["httpOnly"]
        assert attributes["path"] == b"/_petri/"
        self.cookies[name] = value

    def isSecure(self) -> bool:  # noqa: N802 - Twisted's name
        return False

    def getClientAddress(self) -> Any:  # noqa: N802 - Twisted's name
        return self._address


def request(address: str = "127.0.0.1", token: str | None = None, **headers: str) -> FakeRequest:
    return FakeRequest(address, token, headers)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:4566", "127.0.0.1:4566", "[::1]:4566", "LOCALHOST", "localhost.localstack.cloud:1"]
)
def test_this_machine_may_read(host: str) -> None:
    assert may_read(request(host=host))
    assert may_read(request("::1", host=host, origin=f"http://{host}", sec_fetch_site="same-origin"))
    assert may_read(request("::ffff:127.0.0.1", host=host))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost", "", "10.0.0.1:4566", "a b"],
)
def test_other_names_of_this_machine_are_refused(host: str) -> None:
    """By DNS rebinding a page has its own name for it."""
    assert not may_read(request(host=host))
    assert not may_read(request(host=host, origin=f"http://{host}"))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:3000"},
        {"origin": "null"},
        {"origin": ""},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_pages_of_others_are_refused(headers: dict[str, str]) -> None:
    assert not may_read(request(**headers))
    assert not may_read(request(token="open", **headers), "open")


def test_other_machines_need_the_token() -> None:
    elsewhere = "192.168.1.2"
    assert not may_read(request(elsewhere))
    assert not may_read(request(elsewhere, token=""), "")
    assert not may_read(request(elsewhere, token="wrong"), "open")
    assert not may_read(request(elsewhere, token="opén"), "open")
    assert may_read(request(elsewhere, token="open", host="lab.example:4566"), "open")
    assert may_read(request(elsewhere, authorization="Bearer open", host="lab.example:4566"), "open")


def test_a_link_from_elsewhere_opens_a_tab_but_no_frame() -> None:
    assert may_read(request(sec_fetch_site="cross-site", sec_fetch_dest="document"))
    assert not may_read(request(sec_fetch_site="cross-site", sec_fetch_dest="iframe"))
    assert not may_read(request(sec_fetch_site="cross-site", sec_fetch_dest="document", host="evil.example"))


@pytest.mark.parametrize("token", ["open", "a;b=c d€"])
def test_a_browser_keeps_the_token(token: str) -> None:
    first = request("192.168.1.2", token=token, host="lab.example")
    assert keep_token(first, token)
    later = request("192.168.1.2", host="lab.example")
    later.cookies = first.cookies
    assert may_read(later, token)
    assert not may_read(later, "another")
    later = request("192.168.1.2", host="lab.example", origin="http://evil.example")
    later.cookies = first.cookies
    assert not may_read(later, token)


@pytest.mark.parametrize(("given", "token"), [("wrong", "open"), (None, "open"), ("", ""), (None, "")])
def test_it_keeps_nothing_else(given: str | None, token: str) -> None:
    it = request(token=given)
    assert not keep_token(it, token)
    assert it.cookies == {}
