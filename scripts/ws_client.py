"""A WebSocket that is open: what is sent, what comes in, how it ends."""

from __future__ import annotations

import base64
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import websocket

from scripts.errors import PetriError

_SECONDS_TO_OPEN = 35.0  # a $connect function has 29
_SECONDS_TO_CLOSE = 2.0
_NO_STATUS = 1005
_ABNORMAL = 1006


@dataclass(frozen=True)
class Frame:
    """Something that came in: a message, or the end."""

    at: datetime
    kind: str
    """``text``, ``binary`` or ``close``"""
    data: str
    """text, bytes in base 64, or the reason of a close"""
    code: int | None = None
    """of a close, such as 1000"""

    def as_json(self) -> dict[str, Any]:
        """As ``petri ws --json`` prints it."""
        common = {"time": self.at.isoformat(timespec="milliseconds"), "type": self.kind}
        return common | ({"code": self.code, "reason": self.data} if self.kind == "close" else {"data": self.data})


class RefusedError(Exception):
    """The server said no to the handshake; the message has its status and reason."""


class WsClient:
    """A connection that a thread reads."""

    def __init__(self, url: str, headers: Sequence[str], show: Callable[[Frame], None]) -> None:
        """Open it. ``show`` is called for each frame, from another thread; the last one is of kind ``close``.

        Raises RefusedError, and PetriError when nobody is there.
        """
        try:
            self._socket = websocket.create_connection(url, timeout=_SECONDS_TO_OPEN, header=list(headers))
        except websocket.WebSocketBadStatusException as error:
            raise RefusedError(_refusal(error)) from None
        except (ValueError, websocket.WebSocketAddressException) as error:
            raise PetriError(f"{url} cannot be opened: {error}. A URL begins with ws:// or wss://.") from error
        except (OSError, websocket.WebSocketException) as error:
            raise PetriError(f"Nothing answers at {url} ({error}). Start Petri with `petri up`.") from error
        self._socket.settimeout(None)
        self._show = show
        self.ended = threading.Event()
        threading.Thread(target=self._read, name="ws-reader", daemon=True).start()

    def send(self, text: str) -> None:
        """Send a text message. Raises PetriError when the connection has ended."""
        try:
            self._socket.send(text)
        except (OSError, websocket.WebSocketException) as error:
            raise PetriError(f"The message was not sent: the connection has ended ({error}).") from error

    def close(self) -> None:
        """Say goodbye, and wait a moment for the answer."""
        if not self.ended.is_set():
            try:
                self._socket.send_close()
            except (OSError, websocket.WebSocketException):
                return
            self.ended.wait(_SECONDS_TO_CLOSE)

    def _read(self) -> None:
        code, reason = _ABNORMAL, "the connection was lost"
        try:
            while True:
                operation, frame = self._socket.recv_data_frame(control_frame=True)
                if operation == websocket.ABNF.OPCODE_CLOSE:
                    code, reason = _close_of(frame.data)
                    break
                if operation == websocket.ABNF.OPCODE_TEXT:
                    self._show(Frame(datetime.now(UTC), "text", frame.data.decode(errors="replace")))
                elif operation == websocket.ABNF.OPCODE_BINARY:
                    self._show(Frame(datetime.now(UTC), "binary", base64.b64encode(frame.data).decode()))
        except (OSError, websocket.WebSocketException):
            pass
        self._show(Frame(datetime.now(UTC), "close", reason, code))
        self.ended.set()


def _close_of(payload: bytes) -> tuple[int, str]:
    if len(payload) < 2:
        return _NO_STATUS, ""
    return struct.unpack("!H", payload[:2])[0], payload[2:].decode(errors="replace")


def _refusal(error: websocket.WebSocketBadStatusException) -> str:
    body = (error.resp_body or b"").decode(errors="replace").strip()
    return f"status {error.status_code}{f', {body}' if body else ''}"
