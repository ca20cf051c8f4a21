"""The parameter is used, and need not be there."""

from learn.answers import field
from learn.lab import Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    place = lab.source(lab.route("GET /hello"))
    message = field(lab.ask("GET", "/hello", "GET /hello"), "message", place)
    if "world" not in str(message):
        raise Wrong(f"GET /hello without a name should greet the world, but says {message!r}.", place)
    message = field(lab.ask("GET", "/hello?name=Ada", "GET /hello"), "message", place)
    if "Ada" not in str(message):
        raise Wrong(f"GET /hello?name=Ada should greet Ada, but says {message!r}.", place)
