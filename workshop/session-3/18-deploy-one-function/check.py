"""The new code of hello answers."""

from learn.answers import field
from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    place = lab.source("hello")
    answer = lab.ask("GET", "/hello", "GET /hello")
    field(answer, "message", place)
    version = field(answer, "version", place)
    if version != 2 or isinstance(version, str):
        raise Wrong(f"version should be the number 2, but is {version!r}.", place)
