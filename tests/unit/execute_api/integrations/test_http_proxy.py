"""URLs of web servers behind a route."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from emulator.execute_api.integrations.errors import BackendUnreachableError
from emulator.execute_api.integrations.http_proxy import backend_url


@pytest.mark.parametrize(
    ("uri", "parameters", "query", "path", "url"),
    [
        ("http://a/b", {}, "", None, "http://a/b"),
        ("http://a/{p}/c", {"p": "x/y z"}, "", None, "http://a/x/y%20z/c"),
        ("http://a/{p}", {"p": "{q}", "q": "no"}, "", None, "http://a/%7Bq%7D"),
        ("http://a/{p}", {"p": "x?y#z%41"}, "", None, "http://a/x%3Fy%23z%2541"),
        ("http://a/b?c=1", {}, "d=2%20", None, "http://a/b?c=1&d=2%20"),
        ("http://a/b?c=1", {}, "", "/e f", "http://a/e%20f?c=1"),
        ("http://a/b", {}, "q=1", "//evil.example/x?y#z", "http://a/evil.example/x%3Fy%23z?q=1"),
        ("https://a:8443", {}, "q", None, "https://a:8443?q"),
    ],
)
def test_urls_b84(uri: str, parameters: dict[str, str], query: str, path: str | None, url: str) -> None:
    assert backend_url(uri, parameters, query, path) == url


@pytest.mark.parametrize("uri", ["", "a/b", "ftp://a/", "http://", "http://a:port/", "file:///etc/passwd"])
def test_what_is_no_url_b85(uri: str) -> None:
    with pytest.raises(BackendUnreachableError):
        backend_url(uri, {})


@given(value=st.text(), query=st.text(max_size=20), path=st.none() | st.text(max_size=20))
def test_a_client_cannot_choose_the_host_b84(value: str, query: str, path: str | None) -> None:
    url = parse_url(backend_url("http://host:80/base/{proxy}", {"proxy": value}, query, path))
    assert (url.scheme, url.host, url.port) == ("http", "host", 80)
