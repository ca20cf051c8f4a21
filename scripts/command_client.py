"""The ``petri`` command's entry: has the command server do it, or does it.

Loading what a deployment needs takes ten times as long as the deployment of a function. While Petri runs, its command
server has all that loaded (``command_server.py``), and this is all that a quick command starts. Hence no imports but
small ones. Whatever is in the way of that is no failure: the command is done here then.
"""

from __future__ import annotations

import os
import socket
import sys

from scripts.command_request import Request, send_streams

VERBS = frozenset({"connections", "deploy", "diff", "fire", "invoke", "remove", "trace"})
"""What the server does: verbs that talk to AWS and end by themselves."""

PID_BYTES = 4
_SECONDS_TO_AGREE = 2.0
_SIGINT = 130
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is slow to import
_DEFAULT_SOCKET = f"{_ROOT}/.petri/run/commands.socket"
_SOCKET_VARIABLE = "PETRI_COMMAND_SERVER"
_FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP")


def main() -> None:
    """Run the command line."""
    try:
        code = run(sys.argv)
    except KeyboardInterrupt:
        sys.exit(_SIGINT)
    if code is None:
        from scripts.petri import main as petri

        petri()
    sys.exit(code)


def run(arguments: list[str]) -> int | None:
    """Have the server run a command line; returns its exit code, or None if it is not done, and not begun either."""
    if len(arguments) < 2 or arguments[1] not in VERBS or "_PETRI_COMPLETE" in os.environ:
        return None
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            path = os.environ.get(_SOCKET_VARIABLE, _DEFAULT_SOCKET)
            if os.stat(path).st_uid != os.geteuid():  # noqa: PTH116 - as above
                return None
            connection.settimeout(_SECONDS_TO_AGREE)
            connection.connect(path)
            Request.current(arguments).send(connection)
            process = int.from_bytes(connection.recv(PID_BYTES))
            if not process:
                return None
            # With them it begins, and is the server's: what fails from here on has failed. Before, they would keep the
            # pipes open, to which we write, while a server that hangs does not look at them.
            send_streams(connection)
        except OSError:
            return None
        received = _forward_signals(process)
        connection.settimeout(None)
        code = connection.recv(1)
    if code:
        return code[0]
    if received:
        import signal

        # It was ended by a signal, and so are we.
        signal.signal(received[-1], signal.SIG_DFL)
        signal.raise_signal(received[-1])
    from scripts.errors import ERROR
    from scripts.output import complain, complain_json

    said = "The command's process was ended from outside. Run it again."
    if "--json" in arguments:
        complain_json(said, ERROR)
    else:
        complain(said)
    return ERROR


def _forward_signals(process: int) -> list[int]:
    """Send on what a terminal sends (Ctrl-C), or whoever ends us; returns the list in which the signals will be."""
    # Loaded only now: meanwhile the command begins.
    import signal
    from contextlib import suppress

    received: list[int] = []

    def forward(number: int, _frame: object) -> None:
        received.append(number)
        with suppress(ProcessLookupError):  # just done
            os.kill(process, number)

    for name in _FORWARDED:
        number = signal.Signals[name]
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, forward)
    return received
