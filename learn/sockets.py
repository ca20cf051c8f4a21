"""A WebSocket client, for checks."""

from __future__ import annotations

import json
import time
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect


class Socket:
    """An open WebSocket and what it received."""

    def __init__(self, url: str, seconds: float) -> None:
        """Raises OSError and websockets' exceptions when it is not let in."""
        self._connection: ClientConnection = connect(url, open_timeout=seconds, proxy=None)
        self.texts: list[str] = []

    def receive(self, seconds: float) -> str | None:
        """The next text, None when none comes."""
        try:
            text = str(self._connection.recv(timeout=max(seconds, 0)))
        except (TimeoutError, ConnectionClosed):
            return None
        self.texts.append(text)
        return text

    def wait_for(self, key: str, value: str, seconds: float) -> bool:
        """Whether a JSON object that has this value under this key comes."""
        deadline = time.monotonic() + seconds
        while not self.has(key, value):
            if self.receive(deadline - time.monotonic()) is None:
                return False
        return True

    def has(self, key: str, value: str) -> bool:
        """Whether such an object came."""
        return any(isinstance(object_, dict) and object_.get(key) == value for object_ in map(_json, self.texts))

    def send(self, text: str) -> None:
        """Send a text."""
        self._connection.send(text)

    def close(self) -> None:
        """Close it, and wait until the server agrees."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self.close()


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
