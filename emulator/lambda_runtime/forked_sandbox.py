"""A function process that a zygote has forked: the same to its user as a `Sandbox`, which starts one itself."""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import suppress

from emulator.lambda_runtime.places import EphemeralStorage, Places
from emulator.lambda_runtime.process_memory import peak_memory, takes_more_than
from emulator.lambda_runtime.zygote import Forked, Zygote

# The zygote has nothing else to do than to report.
_SECONDS_TO_REPORT = 10.0
_REPORT = 64


class ForkedSandbox:
    """A process in a session and process group of its own.

    Its parent is the zygote, which ends what the process leaves behind, daemons too, and then reports its exit status.
    `close` must be called in the end; `kill` may be, from any thread.
    """

    def __init__(self, forked: Forked, output: int) -> None:
        self._forked = forked
        self.output = output
        self.exit_descriptor: int | None = forked.process
        self._closing = threading.Lock()
        self._closed = False
        self._status: int | None = None
        self._peak_memory = 0

    def has_exited(self) -> bool:
        """Whether the process has ended (its children may still run until `close`)."""
        if self._status is not None:
            return True
        poll = select.poll()
        poll.register(self._forked.process, select.POLLIN)
        return bool(poll.poll(0))

    def freeze(self) -> None:
        """Stop the process group's clock until `thaw`, as AWS does between invocations.

        Without its zygote it is not frozen: there is nobody left to wake it when this process is killed.
        """
        if self._is_orphan():
            return
        self._signal_group(signal.SIGSTOP)
        if self._is_orphan():  # meanwhile
            self.thaw()

    def thaw(self) -> None:
        """Let it run again."""
        self._signal_group(signal.SIGCONT)

    def kill(self) -> None:
        """End the whole process group at once. Does nothing after `close`."""
        self._signal_group(signal.SIGKILL)

    def reap(self) -> int:
        """End the process and all it has started; its exit status, as `subprocess.Popen.returncode` has it."""
        self.kill()
        if self._status is None:
            self._status = self._reported_status()
        return self._status

    def close(self) -> None:
        """End the process group and free what this object holds."""
        self.reap()
        with self._closing:
            self._closed = True
            os.close(self.output)
            os.close(self._forked.process)
            self._forked.reports.close()

    def takes_more_memory_than(self, limit: int) -> bool:
        """Whether the process and those it has started have more than ``limit`` bytes in memory now."""
        return takes_more_than(self._forked.process_id, limit)

    def peak_memory(self) -> int:
        """The most memory the process has had resident, in bytes, as of now or of the last call while it lived."""
        self._peak_memory = max(self._peak_memory, peak_memory(self._forked.process_id))
        return self._peak_memory

    def _is_orphan(self) -> bool:
        """Whether the zygote has ended, or is about to report the end of the process."""
        with self._closing:
            if self._closed:
                return True
            poll = select.poll()
            poll.register(self._forked.reports, select.POLLIN)
            return bool(poll.poll(0))

    def _signal_group(self, number: int) -> None:
        # Once it has ended, its number is another's; before, the group's number is its own.
        with self._closing:
            if not self._closed and not self.has_exited():
                try:
                    os.killpg(self._forked.process_id, number)
                except ProcessLookupError:
                    # It has just been forked, and has no group yet.
                    with suppress(ProcessLookupError):
                        signal.pidfd_send_signal(self._forked.process, number)

    def _reported_status(self) -> int:
        self._forked.reports.settimeout(_SECONDS_TO_REPORT)
        with suppress(OSError):
            if report := self._forked.reports.recv(_REPORT):
                return int(report)
        # The zygote is gone. What the process has started, nobody else has ended.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._forked.process_id, signal.SIGKILL)
        return 0


def fork(
    zygote: Zygote,
    command: tuple[str, ...],
    handler: str,
    environment: dict[str, str],
    places: Places,
    storage: EphemeralStorage | None = None,
) -> ForkedSandbox | None:
    """A process out of ``zygote``, see `Zygote.fork`; None if that is not ready.

    Raises:
        OSError: the machine is out of processes or descriptors.
    """
    output, write = os.pipe()
    try:
        forked = zygote.fork(command, handler, environment, places, write, storage)
    except BaseException:
        os.close(output)
        raise
    finally:
        os.close(write)
    if not forked:
        os.close(output)
        return None
    os.set_blocking(output, False)
    return ForkedSandbox(forked, output)
