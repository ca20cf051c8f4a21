"""How a zygote (see zygote.py) forks function processes, and looks after them until they end. Linux only.

For each process the emulator sends one message: JSON with ``command``, ``handler``, ``environment``, ``directory`` and
``files`` (see file_system.py), and two descriptors, for the output and for reports. The reports are: the process id
(with a descriptor of the process) or ``!`` and an error number, and when all has ended the exit status. A message
without descriptors names a storage that is needed no more.
"""

from __future__ import annotations

import array
import ctypes
import json
import os
import select
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_MAX_REQUEST = 1024 * 1024
_SECONDS_TO_END = 5.0

# linux/prctl.h
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None)


def leave_no_orphans() -> None:
    """Make descendants of this process its children when they lose their parents, daemons among them."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def signal_when_parent_ends(number: int) -> None:
    """Have a signal sent to this process when the one that forked it has ended."""
    _prctl(_PR_SET_PDEATHSIG, number)


def _prctl(option: int, value: int) -> None:
    _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0)


@dataclass(frozen=True)
class Request:
    """What a forked process shall become."""

    wanted: Any
    """The emulator's message."""
    output: int


class Zygote:
    """Forks, and looks after what it has forked.

    Function processes that end, and those that lose their parent with them, are its children: whoever arrives here
    without being a function process has lost its execution environment, and ends too, daemon or not.
    """

    def __init__(self, control: socket.socket, file_system: Any) -> None:
        """``file_system`` is None where there can be none.

        Raises OSError where the system lacks what a zygote needs.
        """
        os.close(os.pidfd_open(os.getpid()))
        self._control = control
        self._file_system = file_system
        self._reports: dict[int, int] = {}
        self._wake, wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)
        leave_no_orphans()

    def serve(self) -> Request | None:
        """Returns in each forked process, with what it is to be; in this one when the emulator is gone."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(self._wake, select.POLLIN)
        while True:
            for descriptor, _ in poll.poll():
                if descriptor == self._wake:
                    os.read(self._wake, 4096)
                    self._reap()
                    continue
                message, descriptors = _receive(self._control)
                if not message:
                    self._end_all()
                    return None
                if not descriptors:
                    self._file_system.remove_storage(message.decode())
                elif request := self._fork(json.loads(message), *descriptors):
                    return request

    def _fork(self, wanted: Any, output: int, report: int) -> Request | None:
        try:
            if files := wanted["files"]:
                self._file_system.provide_storage(files["storage"], files["megabytes"])
            process_id = os.fork()
        except OSError as error:
            os.write(report, f"!{error.errno}".encode())
            os.close(report)
        else:
            if not process_id:
                return Request(wanted, output)
            self._reports[process_id] = report
            _introduce(process_id, report)
        os.close(output)
        return None

    def _reap(self) -> None:
        ended: list[tuple[int, int]] = []
        while process_id := _ended_child():
            report = self._reports.pop(process_id, None)
            if report is not None:
                # Before its id is free for others.
                _kill_group(process_id)
            _, status = os.waitpid(process_id, 0)
            if report is not None:
                ended.append((report, os.waitstatus_to_exitcode(status)))
        for child in _children():
            if child not in self._reports:
                _kill(child)
        for report, code in ended:
            with suppress(OSError):  # nobody may want to know
                os.write(report, str(code).encode())
            os.close(report)

    def _end_all(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_END
        for process_id in self._reports:
            _kill_group(process_id)
        while time.monotonic() < deadline:
            self._reap()
            if not _children():
                return
            time.sleep(0.005)


def close_all_but(descriptor: int) -> None:
    """Close what is open, but ``descriptor`` and the standard ones."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - pathlib is slow to import
        if int(name) not in (0, 1, 2, descriptor):
            with suppress(OSError):  # that of the listing itself
                os.close(int(name))


def _receive(control: socket.socket) -> tuple[bytes, list[int]]:
    descriptors = array.array("i")
    room = socket.CMSG_SPACE(2 * descriptors.itemsize)
    message, ancillary, _, _ = control.recvmsg(_MAX_REQUEST, room)
    for _, _, data in ancillary:
        descriptors.frombytes(data)
    return message, list(descriptors)


def _introduce(process_id: int, report: int) -> None:
    """Tell the emulator whom it has got."""
    descriptor = os.pidfd_open(process_id)
    connection = socket.socket(fileno=report)
    with suppress(OSError):
        socket.send_fds(connection, [str(process_id).encode()], [descriptor])
    connection.detach()
    os.close(descriptor)


def _ended_child() -> int:
    """A child that has ended and is not waited for yet; 0 if there is none."""
    try:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return 0
    return ended.si_pid if ended else 0


def _children() -> list[int]:
    own = os.getpid()
    try:
        with open(f"/proc/self/task/{own}/children") as file:  # noqa: PTH123 - pathlib is slow to import
            return [int(word) for word in file.read().split()]
    except FileNotFoundError:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and _parent(name) == own]  # noqa: PTH208


def _parent(process_id: str) -> int:
    try:
        with open(f"/proc/{process_id}/stat") as file:  # noqa: PTH123
            # After the command's name, which may contain anything: state, parent.
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kill_group(process_id: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process_id, signal.SIGKILL)


def _kill(process_id: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)
