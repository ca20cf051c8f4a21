"""The learner found the WebSocket API."""

from learn.lab import Lab
from learn.wrong import Place, Wrong

ANSWERS = Place("answers.toml")


def check(lab: Lab) -> None:
    right = {"websocket_api": lab.outputs.websocket_api_id, "connect_function": lab.websocket_route("$connect")}
    for name, value in right.items():
        given = lab.answers.get(name)
        if given in ("", None):
            raise Wrong(f"{name} has no answer yet.", ANSWERS)
        if given == lab.outputs.http_api_id:
            raise Wrong(f"{given!r} is the HTTP API. The other one is meant.", ANSWERS)
        if given != value:
            raise Wrong(f"{name} is not {given!r}: look again in the console.", ANSWERS)
