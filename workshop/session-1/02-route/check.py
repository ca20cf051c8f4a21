"""The route leads to the function."""

from learn.answers import field
from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    function = lab.route("GET /hello")
    if function != "hello":
        raise Wrong(f"GET /hello leads to {function}, not to hello.", APPLICATION)
    field(lab.ask("GET", "/hello", "GET /hello"), "message", lab.source(function))
