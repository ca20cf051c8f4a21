"""The words of a learner's ``application.py``. Light, because that file is read anew after each save."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from infra import application as infra_application
from infra.application import DEVELOPMENT_ORIGINS, EventRule, Schedule, StateMachine

SERVICE = "dojo-workshop"
STAGE = "dev"
STACK = f"{SERVICE}-{STAGE}"
TABLE = f"{SERVICE}-table"
ROLE_PATH = f"/{STACK}/"

HTTP_API_ID = "workhttp01"
WEBSOCKET_API_ID = "workwebs01"

# Where `petri learn play` serves the learner's frontend.
PLAY_PORT = 3001
_ORIGINS = (*DEVELOPMENT_ORIGINS.split(","), f"http://localhost:{PLAY_PORT}", f"http://127.0.0.1:{PLAY_PORT}")


@dataclass(frozen=True)
class Function(infra_application.Function):
    """A Lambda function and what it may do. Lambda gives a function 3 seconds if nothing else is said."""

    may_read_stream: bool | None = False
    timeout: int = 3


@dataclass(frozen=True)
class Application:
    """The learner's application. Its names are given, so that it lives beside the one that Petri comes with."""

    functions: list[Function] = field(default_factory=list)
    http_routes: dict[str, str] = field(default_factory=dict)
    """the function by route key, such as ``{"GET /hello": "hello"}``"""
    websocket_routes: dict[str, str] = field(default_factory=dict)
    """the same for ``$connect``, ``$disconnect`` and others"""
    schedules: list[Schedule] = field(default_factory=list)
    table_stream: bool = False
    """whether the table has a stream"""
    stream_readers: list[str] = field(default_factory=list)
    """names of the functions that the table's stream triggers"""
    event_bus: str | None = None
    """an EventBridge bus of its own"""
    event_rules: list[EventRule] = field(default_factory=list)
    state_machines: list[StateMachine] = field(default_factory=list)

    def to_infra(self, folder: Path) -> infra_application.Application:
        """The same in the words of ``infra``, with the functions' code in ``folder``.

        Raises ValueError for readers of the stream that are no list, or no functions.
        """
        if isinstance(self.stream_readers, str):
            raise ValueError("stream_readers should be a list of names, in brackets")
        for name in self.stream_readers:
            if name not in [function.name for function in self.functions]:
                raise ValueError(f"stream_readers has {name!r}, but there is no such function")
        return infra_application.Application(
            service=SERVICE,
            stage=STAGE,
            table=TABLE,
            functions=tuple(replace(f, reads_stream=f.name in self.stream_readers) for f in self.functions),
            http_routes=dict(self.http_routes),
            websocket_routes=dict(self.websocket_routes),
            schedules=tuple(self.schedules),
            http_api_id=HTTP_API_ID,
            websocket_api_id=WEBSOCKET_API_ID,
            allowed_origins=_ORIGINS,
            code=folder / "lambdas",
            table_stream=self.table_stream,
            event_bus=self.event_bus,
            event_rules=tuple(self.event_rules),
            state_machines=tuple(replace(m, definition=folder / m.definition) for m in self.state_machines),
        )
