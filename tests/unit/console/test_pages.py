from __future__ import annotations

from emulator.console import documentation, pages


def test_takes_what_is_below_its_prefix() -> None:
    assert all(pages.takes(path) for path in ("/_petri", "/_petri/", "/_petri/lambda/hello"))
    assert not any(pages.takes(path) for path in ("/", "/_petrified", "/a/_petri/"))


def test_the_documentation_is_below_it() -> None:
    assert all(documentation.takes(path) for path in ("/_petri/docs", "/_petri/docs/", "/_petri/docs/cli.html"))
    assert not any(documentation.takes(path) for path in ("/_petri/", "/_petri/docsx", "/docs/"))
