"""The process that does quick commands: it has loaded what they need, and forks for each.

Mercurial's command server (chg) works so. The fork is the command in everything that can be seen: arguments,
environment, folder and standard streams are those of the ``petri`` that was typed, the code is the same ``main``.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from typing import NoReturn

from scripts.command_client import PID_BYTES, VERBS
from scripts.command_request import Request, receive_streams
from scripts.command_server_process import state_of
from scripts.loaded_code import LoadedCode
from scripts.state_folder import StateFolder

_SERVICES = ("apigatewayv2", "dynamodb", "events", "iam", "lambda", "logs", "sts")
_WAITING = 64


def main() -> None:
    """Serve until SIGTERM."""
    started, environment = time.time(), dict(os.environb)
    state = state_of(sys.orig_argv)
    assert state
    preload()
    code = LoadedCode.look(started)
    # Forks share this memory as long as nobody writes to it, and looking for garbage is writing.
    gc.collect()
    gc.freeze()
    # Forks report to whom they work for; nobody waits for them here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with _listen(state) as listener:
        while True:
            connection, _ = listener.accept()
            if code.has_changed():
                # The caller, whose connection ends thereby, helps itself.
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.execve(sys.executable, sys.orig_argv, environment)  # noqa: S606
            if os.fork() == 0:
                listener.close()
                _serve(connection, environment)
            connection.close()


def preload() -> None:
    """Import what the commands do, and read the descriptions of the services they use."""
    import rich.status
    import rich.text  # noqa: F401

    from infra import stack  # noqa: F401
    from infra.aws import Aws
    from scripts import emulator_account, petri
    from scripts.aws_env import use_emulator

    for verb in VERBS:
        # Typer prepares what checks an option's value when it first parses a command line.
        petri.load(verb).make_context(verb, [], resilient_parsing=True)
    # The clients of the emulator that runs now. Nothing is sent: connections are each fork's own.
    use_emulator()
    aws = Aws.connect(emulator_account.session())
    for service in _SERVICES:
        aws.client(service)


def _listen(state: StateFolder) -> socket.socket:
    path = state.command_server
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    # Whoever may connect may do anything in our name.
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(_WAITING)
    return listener


def _serve(connection: socket.socket, started_with: dict[bytes, bytes]) -> NoReturn:
    """In a fork: be the command that was typed, and report its exit code."""
    try:
        _become(connection, started_with)
    except BaseException:
        # Not begun: the caller helps itself.
        os._exit(1)
    code = _run()
    with suppress(OSError):
        connection.sendall(bytes([code & 0xFF]))
    os._exit(code & 0xFF)


def _become(connection: socket.socket, started_with: dict[bytes, bytes]) -> None:
    """Take over what makes a process; raises whatever is in the way of that."""
    request = Request.receive(connection)
    if not request.suits(started_with):
        raise ValueError("It would be another command in its environment.")
    os.chdir(request.folder)
    os.environ.clear()
    os.environb.update(request.environment)
    time.tzset()
    sys.argv = request.arguments
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    connection.sendall(os.getpid().to_bytes(PID_BYTES))
    for descriptor, stream in enumerate(receive_streams(connection)):
        os.dup2(stream, descriptor)
        os.close(stream)
    sys.stdout.reconfigure(line_buffering=sys.stdout.isatty())  # type: ignore[union-attr]


def _run() -> int:
    """Run the command line; returns its exit code."""
    from scripts.petri import main as petri

    try:
        petri()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main()
