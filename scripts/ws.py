"""``petri ws``: a WebSocket, by hand."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Annotated

import typer

from scripts.errors import NEGATIVE_ANSWER, PetriError
from scripts.options import AsJson
from scripts.output import complain, painted, print_json_line, printable
from scripts.ws_client import Frame, RefusedError, WsClient

_PROMPT = "> "


class _Screen:
    """Shows frames as they come, above the line that is being typed, and counts the messages."""

    def __init__(self, *, as_json: bool, interactive: bool, wanted: int | None) -> None:
        self._as_json = as_json
        self._interactive = interactive
        self._wanted = wanted
        self.messages = 0
        self.close: Frame | None = None
        self.changed = threading.Condition()

    def show(self, frame: Frame) -> None:
        """Print a frame, unless there were as many as wanted."""
        with self.changed:
            if frame.kind == "close":
                self.close = frame
            elif self._is_enough():
                return
            if self._as_json:
                print_json_line(frame.as_json())
            else:
                self._print(_line(frame), prompt="" if frame.kind == "close" else _PROMPT)
            self.messages += frame.kind != "close"
            self.changed.notify_all()

    def wait(self, deadline: float | None) -> bool:
        """Wait for the wanted messages, or without a number for the end; False when it is too late for that."""
        with self.changed:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            self.changed.wait_for(lambda: self.close is not None or self._is_enough(), left)
            return self._is_enough() if self._wanted else True

    def _is_enough(self) -> bool:
        return self._wanted is not None and self.messages >= self._wanted

    def _print(self, line: str, prompt: str) -> None:
        if not self._interactive:
            print(line, flush=True)
            return
        import readline

        typed = readline.get_line_buffer() if prompt else ""
        print(f"\r\x1b[K{line}\n{prompt}{typed}", end="", flush=True)


def ws(
    url: Annotated[
        str | None, typer.Argument(metavar="URL", help="ws:// or wss://. Without: the application's WebSocket API.")
    ] = None,
    send: Annotated[list[str] | None, typer.Option("--send", metavar="TEXT", help="Send this once it is open.")] = None,
    count: Annotated[
        int | None, typer.Option("--count", "-n", min=1, help="End after so many messages. Fewer: exit code 1.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", min=0, metavar="SECONDS", help="End after so long.")
    ] = None,
    header: Annotated[
        list[str] | None, typer.Option("--header", "-H", metavar="'NAME: VALUE'", help="A header of the handshake.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Open a WebSocket, and show what comes in.

    On a terminal each line that you type is sent, and Ctrl-D ends; otherwise the lines of standard input are. With
    --json each frame is an object. Exit code 1 when the handshake is refused.
    """
    interactive = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    screen = _Screen(as_json=as_json, interactive=interactive, wanted=count)
    address = url or _application_url()
    for each in header or []:
        if ":" not in each:
            raise PetriError(f"{each} is no header: write 'Name: value'.")
    deadline = None if timeout is None else time.monotonic() + timeout
    try:
        client = WsClient(address, header or [], screen.show)
    except RefusedError as error:
        hint = "" if url else " Is the application deployed (`petri deploy`)? `petri logs` says why."
        raise PetriError(f"{address} refused the connection: {error}.{hint}", NEGATIVE_ANSWER) from None
    if not as_json:
        print(painted(f"Connected to {address}{'. Ctrl-D ends.' if interactive else ''}", "dim"), flush=True)
    try:
        for each in send or []:
            client.send(each)
        if send is None or interactive:
            threading.Thread(target=_send_lines, args=(client, screen), daemon=True).start()
        complete = screen.wait(deadline)
    except KeyboardInterrupt:
        complete = True
    client.close()
    if not complete:
        raise PetriError(f"{screen.messages} of {count} messages came.", NEGATIVE_ANSWER)


def _application_url() -> str:
    from infra.application import APPLICATION
    from scripts import emulator_account

    scheme, _, rest = emulator_account.connect().partition("://")
    websocket_scheme = "wss" if scheme == "https" else "ws"
    return f"{websocket_scheme}://{rest}/_aws/execute-api/{APPLICATION.websocket_api_id}/{APPLICATION.stage}"


def _send_lines(client: WsClient, screen: _Screen) -> None:
    """Send what is typed, or comes through a pipe; the end of a terminal's input is the end of all."""
    try:
        if not sys.stdin.isatty():
            for line in sys.stdin:
                client.send(line.rstrip("\n"))
            return
        import readline  # noqa: F401  # what is typed can be edited, and had again

        while not client.ended.is_set():
            line = input(_PROMPT)
            if line:
                client.send(line)
    except PetriError as error:
        complain(str(error))
    except (EOFError, OSError, ValueError):
        pass
    if os.isatty(0):
        client.close()
        with screen.changed:
            screen.changed.notify_all()


def _line(frame: Frame) -> str:
    moment = painted(f"{frame.at.astimezone():%H:%M:%S.%f}"[:12], "dim")
    match frame.kind:
        case "close":
            reason = f" {printable(frame.data)}" if frame.data else ""
            return f"{moment} {painted(f'closed: {frame.code}{reason}', 'yellow')}"
        case "binary":
            return f"{moment} {painted('binary', 'magenta')} {frame.data}"
        case _:
            return f"{moment} {_pretty(frame.data)}"


def _pretty(text: str) -> str:
    """JSON objects over several lines, where they are long."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return printable(text)
    short = json.dumps(value, ensure_ascii=False)
    return short if len(short) <= 65 else json.dumps(value, indent=2, ensure_ascii=False)
