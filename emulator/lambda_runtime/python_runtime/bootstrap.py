"""Entry script of a python3.13 function's process, as /var/runtime/bootstrap.py is on AWS.

It runs in the runtime's own interpreter, before and around the function's code: standard library only, and as few
imports as possible, because every one is part of each cold start.

Arguments: the descriptor of the lifeline, the handler.
"""

from __future__ import annotations

import _socket  # what the socket module itself calls; importing that one would cost a cold start 3 ms
import _thread
import importlib
import os
import resource
import signal
import sys
from typing import Any

# AWS gives a function 1,024 descriptors. Core dumps would land in the function's code.
OPEN_FILES = 1024

# Names below these are this machine's.
LOCAL_DOMAINS = (".localhost", ".localhost.localstack.cloud")
LOOPBACK = "127.0.0.1"


def limit_resources() -> None:
    """Set the limits of AWS's execution environment, as far as the machine's own allow."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def hold_lifeline(descriptor: int) -> None:
    """End this process and its children as soon as the emulator is gone, however that happened.

    ``descriptor`` reads from a pipe which only the emulator can write to, and never does: it ends with the emulator.
    """
    os.set_inheritable(descriptor, False)

    def wait() -> None:
        os.read(descriptor, 1)
        os.killpg(0, signal.SIGKILL)

    # Not a threading.Thread: the function's threads are its own.
    _thread.start_new_thread(wait, ())


def resolve_local_names() -> None:
    """Let names below LOCAL_DOMAINS mean this machine, without asking a name server.

    That is how a browser treats ``*.localhost``, but the C library does not, and ``*.localhost.localstack.cloud``
    needs the internet elsewhere. So a URL a function builds from ``requestContext.domainName`` works offline.
    """

    def local(host: Any) -> Any:
        name = host.decode("ascii", "ignore") if isinstance(host, bytes | bytearray) else host
        if isinstance(name, str) and f".{name}".lower().rstrip(".").endswith(LOCAL_DOMAINS):
            return LOOPBACK
        return host

    def wrap(name: str) -> None:
        resolve = getattr(_socket, name)

        def resolve_local(host: Any, *args: Any, **kwargs: Any) -> Any:
            return resolve(local(host), *args, **kwargs)

        setattr(_socket, name, resolve_local)

    for function in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        wrap(function)


def provide_runtime_client() -> None:
    """Have a ``runtime_client`` where AWS's package came without its native one (see runtime_client.py)."""
    try:
        importlib.import_module("runtime_client")
    except ImportError:
        sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120 - pathlib is slow to import
        importlib.import_module("runtime_client")
        del sys.path[0]


def own_folders(environment: Any) -> list[str]:
    """Where a function's own modules are, in the order of ``sys.path``: in front of the runtime's packages."""
    layers = environment.get("PETRI_LAYERS")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (f"python/lib/{version}/site-packages", "python")
    below = [f"{layer}/{place}" for layer in layers.split(":") for place in places] if layers else []
    return [environment["LAMBDA_TASK_ROOT"], *below]


def main() -> None:
    """Run the function's handler with AWS's runtime interface client, until the emulator ends this process."""
    resolve_local_names()
    serve()


def serve() -> None:
    """The same after `resolve_local_names`."""
    lifeline, handler = int(sys.argv[1]), sys.argv[2]
    sys.argv = [sys.argv[0], handler]
    limit_resources()
    hold_lifeline(lifeline)
    provide_runtime_client()
    sys.path[:0] = own_folders(os.environ)
    os.environ.pop("PETRI_LAYERS", None)
    # The client's log frames share a pipe with print, so that lines keep their order.
    os.environ["_LAMBDA_TELEMETRY_LOG_FD"] = str(os.dup(1))

    from awslambdaric.__main__ import main as serve

    serve(sys.argv)


if __name__ == "__main__":
    main()
