"""The console's pages on the emulator's port, as any HTTP client sees them."""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING

import pytest

from emulator.console.pages import BUILT

if TYPE_CHECKING:
    from tests.conftest import Emulator

pytestmark = pytest.mark.skipif(not (BUILT / "index.html").exists(), reason="The console is not built: run `make up`.")


def ask(emulator: Emulator, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """One request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", emulator.port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_serves_the_page_and_its_modules(emulator: Emulator) -> None:
    response, page = ask(emulator, "/_petri/")
    assert response.status == 200
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    (module,) = re.findall(r'type="module" crossorigin src="(/_petri/assets/[^"]+\.js)"', page.decode())
    response, _ = ask(emulator, module)
    assert response.status == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert "immutable" in response.headers["cache-control"]


def test_a_browser_that_has_the_page_is_not_sent_it_again(emulator: Emulator) -> None:
    response, _ = ask(emulator, "/_petri/")
    again, body = ask(emulator, "/_petri/", If_None_Match=response.headers["etag"])
    assert (again.status, body) == (304, b"")


def test_an_address_of_a_page_answers_the_page_to_who_reads_pages(emulator: Emulator) -> None:
    response, page = ask(emulator, "/_petri/lambda/hello", Accept="text/html")
    assert (response.status, page) == (200, ask(emulator, "/_petri/")[1])
    assert ask(emulator, "/_petri/lambda/hello")[0].status == 404


def test_the_folder_is_found_without_its_slash(emulator: Emulator) -> None:
    response, _ = ask(emulator, "/_petri")
    assert (response.status, response.headers["location"].endswith("/_petri/")) == (302, True)


def test_only_reads(emulator: Emulator) -> None:
    assert ask(emulator, "/_petri/", "POST")[0].status == 405
    response, body = ask(emulator, "/_petri/", "HEAD")
    assert (response.status, body) == (200, b"")


@pytest.mark.parametrize("path", ["/_petri/..%2f..%2fpackage.json", "/_petri/../../package.json", "/_petri/%00"])
def test_nothing_outside_is_served(emulator: Emulator, path: str) -> None:
    assert ask(emulator, path)[0].status == 404


def test_aws_apis_take_calls_from_the_console_under_both_names_of_the_machine(emulator: Emulator) -> None:
    for name in ("localhost", "127.0.0.1"):
        response, _ = ask(
            emulator,
            "/2015-03-31/functions/",
            Origin=f"http://{name}:{emulator.port}",
            Authorization="AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/lambda/aws4_request, "
            "SignedHeaders=host, Signature=0",
        )
        assert response.status == 200
    response, _ = ask(emulator, "/2015-03-31/functions/", Origin="http://elsewhere.example")
    assert response.status == 403


def test_an_address_is_a_page_for_people_and_data_for_programs(emulator: Emulator) -> None:
    for path in ("/_petri/traces", "/_petri/traces/1-6b073b96-4b41cb1e83ce05fff1748454"):
        response, body = ask(emulator, path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
        assert response.headers["content-type"].startswith("text/html")
        assert b"<!doctype html>" in body.lower()
        response, _ = ask(emulator, path)
        assert response.headers["content-type"].startswith("application/json")
