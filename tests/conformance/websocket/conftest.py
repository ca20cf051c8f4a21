"""A WebSocket API whose functions write down every event they get."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import websocket

from tests.support import RECORDER, create_api, create_function, eventually, recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Emulator


@dataclass
class RecordingApi:
    """The API and what its functions have seen."""

    emulator: Emulator
    api_id: str
    events_file: Path

    @property
    def url(self) -> str:
        """The URL for WebSocket clients."""
        return self.emulator.api_url(self.api_id, scheme="ws")

    def all_events(self) -> list[dict[str, Any]]:
        """What was recorded so far."""
        return recorded(self.events_file)

    def events(self, connection_id: str, route_key: str) -> list[dict[str, Any]]:
        """Wait for the events of one connection on one route."""

        def read() -> list[dict[str, Any]]:
            return [
                event
                for event in recorded(self.events_file)
                if event["requestContext"]["connectionId"] == connection_id
                and event["requestContext"]["routeKey"] == route_key
            ]

        return eventually(read)

    def connect(self, **options: Any) -> tuple[websocket.WebSocket, str]:
        """Open a socket; gives it and its connection id."""
        probe = uuid.uuid4().hex
        client = websocket.create_connection(f"{self.url}?probe={probe}", timeout=10, **options)
        (event,) = [e for e in recorded(self.events_file) if e.get("queryStringParameters") == {"probe": probe}]
        return client, event["requestContext"]["connectionId"]


@pytest.fixture(scope="module")
def recording_api(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> RecordingApi:
    """Routes $connect, $disconnect, $default and "greet", all recorded."""
    events_file = tmp_path_factory.mktemp("recorder") / "events.jsonl"
    recorder = create_function(emulator, RECORDER, EVENTS_FILE=str(events_file))
    routes = dict.fromkeys(("$connect", "$disconnect", "$default", "greet"), recorder)
    return RecordingApi(emulator, create_api(emulator, "WEBSOCKET", routes), events_file)


@pytest.fixture
def open_socket() -> Iterator[Callable[..., websocket.WebSocket]]:
    """Open sockets that are closed when the test ends."""
    sockets: list[websocket.WebSocket] = []

    def connect(url: str, **options: Any) -> websocket.WebSocket:
        client = websocket.create_connection(url, timeout=10, **options)
        sockets.append(client)
        return client

    yield connect
    for client in sockets:
        client.close()
