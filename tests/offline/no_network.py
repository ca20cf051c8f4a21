"""Runs a program without a network: in namespaces that have loopback alone, and a name server that knows nobody.

    python no_network.py QUERIES PROGRAM ARGUMENT…

The names that anything asked the name server for are in the file QUERIES afterwards, one a line. Linux, as root;
standard library only.
"""

from __future__ import annotations

import ctypes
import fcntl
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

_NEW_MOUNTS, _NEW_NETWORK = 0x20000, 0x40000000  # linux/sched.h
_PRIVATE, _BIND = 0x44000, 0x1000  # linux/mount.h; private for the whole tree
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1  # linux/sockios.h, net/if.h
_NAME_SERVER = "127.0.0.53"
_NO_SUCH_NAME = 0x8183  # an answer, recursion available, NXDOMAIN

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> int:
    """Leave the machine's network, run the program, return its exit code."""
    queries, *command = sys.argv[1:]
    # The file before the namespace: it has to be seen in both.
    log = Path(queries)
    log.touch()
    if _libc.unshare(_NEW_NETWORK | _NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "unshare")
    _set_up_loopback()
    _ask_us_for_names()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((_NAME_SERVER, 53))
    threading.Thread(target=_answer, args=(server, log), daemon=True).start()
    return subprocess.run(command, check=False).returncode


def _set_up_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        (flags,) = struct.unpack("16xH14x", fcntl.ioctl(control, _GET_FLAGS, struct.pack("16sH14x", b"lo", 0)))
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sH14x", b"lo", flags | _UP))


def _ask_us_for_names() -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(f"nameserver {_NAME_SERVER}\n")
    Path(file.name).chmod(0o644)
    _mount("none", "/", _PRIVATE)
    _mount(file.name, str(Path("/etc/resolv.conf").resolve()), _BIND)
    Path(file.name).unlink()


def _mount(source: str, target: str, flags: int) -> None:
    if _libc.mount(source.encode(), target.encode(), None, ctypes.c_ulong(flags), None):
        raise OSError(ctypes.get_errno(), f"mount {target}")


def _answer(server: socket.socket, log: Path) -> None:
    while True:
        query, client = server.recvfrom(4096)
        with log.open("a") as file:
            print(_name(query), file=file)
        question = query[12:]
        server.sendto(query[:2] + struct.pack("!HHHHH", _NO_SUCH_NAME, 1, 0, 0, 0) + question, client)


def _name(query: bytes) -> str:
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode(errors="replace"))
        at += 1 + query[at]
    return ".".join(labels)


if __name__ == "__main__":
    sys.exit(main())
