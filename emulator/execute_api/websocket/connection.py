"""One open socket: frames in and out, on the reactor thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from twisted.internet import reactor
from twisted.internet.protocol import Protocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import OPEN, State
from websockets.server import ServerProtocol

from emulator.execute_api.websocket import connections, disconnect, messages
from emulator.execute_api.websocket.in_flight import InFlight
from emulator.server.send_now import send_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twisted.python.failure import Failure
    from websockets.extensions import Extension

    from emulator.execute_api.websocket.session import Session

# Row A81: larger messages or frames close the connection with 1009.
MAX_MESSAGE_BYTES = 128 * 1024
MAX_FRAME_BYTES = 32 * 1024

# How long a client may take to answer our close frame.
CLOSE_TIMEOUT_SECONDS = 5

# A client that sends many small frames takes turns with all others: this many frames, parsed in pieces of this size.
FRAMES_A_TURN = 500
PIECE_BYTES = 4096

# What a connection has between two reads: many have nothing most of the time, and an empty deque has half a kilobyte.
_NO_FRAMES: Iterator[Frame] = iter(())

# What may wait for a client that reads too slowly, beside what the kernel and the transport hold.
MAX_SEND_QUEUE_BYTES = 1024 * 1024


class Connection(Protocol):
    """The WebSocket protocol on a transport whose handshake is done.

    Reads text messages to ``messages.dispatch`` and reports its end, once, to ``disconnect.dispatch``.
    """

    def __init__(self, session: Session, extensions: list[Extension]) -> None:
        self.session = session
        self.stalled_since_ms: int | None = None
        """Since when the client does not read what was sent; None while it keeps up."""
        self._queued_bytes = 0
        self._websocket = ServerProtocol(state=OPEN, max_size=(MAX_MESSAGE_BYTES, MAX_FRAME_BYTES))
        # For what the client sends; what it is sent goes uncompressed, which a handshake with compression allows.
        self._websocket.extensions = extensions
        self._fragments: bytearray | None = None
        self._ended = False
        self._unread = b""
        self._frames = _NO_FRAMES
        self._waiting: str | None = None
        self._in_flight = InFlight()
        self._held = False

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        """The client has its 101."""
        self.transport.registerProducer(self, streaming=True)
        connections.add(self)

    def send_text(self, payload: bytes) -> bool:
        """Send one text message, bytes unchanged (row A87). A connection that is closing drops it.

        False: the client reads too slowly, its send queue is full (row A94).
        """
        if self._queued_bytes + len(payload) > MAX_SEND_QUEUE_BYTES:
            return False
        if self._websocket.state is State.OPEN:
            self.session.touch()
            self._write(Frame(Opcode.TEXT, payload).serialize(mask=False))
        return True

    def abort(self) -> None:
        """End the connection without a goodbye, which a client that does not read would not read."""
        self.transport.abortConnection()

    def pauseProducing(self) -> None:  # noqa: N802 - Twisted's name
        """The transport's buffer is full: from here on messages queue."""
        self.stalled_since_ms = time.time_ns() // 1_000_000
        self._choose_reading()

    def resumeProducing(self) -> None:  # noqa: N802 - Twisted's name
        """The client has read all that was sent."""
        self.stalled_since_ms, self._queued_bytes = None, 0
        self._choose_reading()

    def stopProducing(self) -> None:  # noqa: N802 - Twisted's name
        """The transport is going; connectionLost follows."""

    def close(self, code: int, reason: str) -> None:
        """Close from the server's side: client and $disconnect see ``code``, $disconnect sees ``reason``."""
        if self._websocket.state is State.OPEN:
            self._websocket.send_close(code)
            self._flush()
            self._end(code, reason)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Bytes from the client."""
        self._unread += data
        if not self._held:
            self._read_on()

    def connectionLost(self, reason: Failure) -> None:  # noqa: ARG002, N802
        """The transport is gone: without a close frame before, that is 1006 (row A38)."""
        self._unread, self._waiting = b"", None
        self._frames = _NO_FRAMES
        self._end(CloseCode.ABNORMAL_CLOSURE, "")

    def message_handled(self) -> None:
        """A message that was dispatched has been handled. May be called from any thread."""
        if self._in_flight.finish():
            reactor.callFromThread(self._read_on)

    def _read_on(self) -> None:
        """Handle what has come, until a message must wait for others or it is the turn of other connections."""
        for _ in range(FRAMES_A_TURN):
            if self._waiting is not None and not self._dispatch(self._waiting):
                self._hold(True)
                return
            if frame := next(self._frames, None):
                self._frame_received(frame)
            elif not self._parse():
                self._hold(False)
                return
        self._hold(True)
        reactor.callLater(0, self._read_on)

    def _parse(self) -> bool:
        """Answer the frames so far, and read more. False: there is no more."""
        websocket = self._websocket
        self._flush()
        if websocket.state is not State.OPEN and not self._ended:
            self._end(*self._close_code_and_reason())
        if not self._unread:
            return False
        piece, self._unread = self._unread[:PIECE_BYTES], self._unread[PIECE_BYTES:]
        websocket.receive_data(piece)
        self._frames = iter([event for event in websocket.events_received() if isinstance(event, Frame)])
        return True

    def _hold(self, held: bool) -> None:
        """Whether what the client sends has to wait."""
        if held is not self._held:
            self._held = held
            self._choose_reading()

    def _choose_reading(self) -> None:
        """A client that is held, or that does not read its answers, is not read from: TCP makes it wait."""
        if self._held or self.stalled_since_ms is not None:
            self.transport.pauseProducing()
        elif self.connected:
            self.transport.resumeProducing()

    def _frame_received(self, frame: Frame) -> None:
        if self._ended:
            return
        if frame.opcode is Opcode.BINARY:
            self._fail(CloseCode.UNSUPPORTED_DATA)  # row A63
        elif frame.opcode is Opcode.TEXT:
            self._fragments = bytearray(frame.data)
        elif frame.opcode is Opcode.CONT and self._fragments is not None:
            self._fragments += frame.data
        if frame.opcode in (Opcode.TEXT, Opcode.CONT) and frame.fin and self._fragments is not None:
            data, self._fragments = self._fragments, None
            self._message_received(data)

    def _message_received(self, data: bytearray) -> None:
        try:
            body = data.decode()
        except UnicodeDecodeError:
            self._fail(CloseCode.INVALID_DATA)
            return
        self.session.touch()
        self._dispatch(body)

    def _dispatch(self, body: str) -> bool:
        """Hand a message over. False: it has to wait until others are handled."""
        if not self._in_flight.start():
            self._waiting = body
            return False
        self._waiting = None
        messages.dispatch(self, body)
        return True

    def _fail(self, code: CloseCode) -> None:
        """Close because of what the client sent; what it sent behind that counts for nothing."""
        self._frames = _NO_FRAMES
        self._websocket.fail(code)

    def _flush(self) -> None:
        for chunk in self._websocket.data_to_send():
            if chunk:
                self._write(chunk)
            elif self._websocket.close_rcvd is not None:
                # Both sides have said goodbye.
                self._lose_connection()

    def _write(self, data: bytes) -> None:
        if self.stalled_since_ms is not None:
            self._queued_bytes += len(data)
        self.transport.write(data)
        send_now(self.transport)

    def _lose_connection(self) -> None:
        # A transport with a producer would wait for it to have no more to send.
        self.transport.unregisterProducer()
        self.transport.loseConnection()

    def _close_code_and_reason(self) -> tuple[int, str]:
        """What $disconnect is told of a close that the client began, or that a broken frame caused."""
        websocket = self._websocket
        if websocket.close_rcvd is None:
            assert websocket.close_sent is not None
            return websocket.close_sent.code, ""
        code, reason = websocket.close_rcvd.code, websocket.close_rcvd.reason
        if code == CloseCode.NO_STATUS_RCVD:
            return code, "Client-side close frame status not set"  # row A34
        if code == CloseCode.NORMAL_CLOSURE and not reason:
            return code, "Connection Closed Normally"  # row A36
        return code, reason  # row A37

    def _end(self, code: int, reason: str) -> None:
        if self._ended:
            return
        self._ended = True
        connections.remove(self)
        disconnect.dispatch(self.session, code, reason)
        if self._websocket.close_rcvd is None and self.connected:
            # Closing at once could reset the connection before the client has read why.
            reactor.callLater(CLOSE_TIMEOUT_SECONDS, self.abort)
