"""One function process: started with nothing of the emulator in it, ended with all it has started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path

from emulator.lambda_runtime.lifeline import lifeline
from emulator.lambda_runtime.process_memory import peak_memory, takes_more_than


class Sandbox:
    """A process in a session and process group of its own.

    It inherits standard input from /dev/null, one pipe for both standard output and standard error (so that their
    lines keep their order), and the lifeline. `close` must be called in the end; `kill` may be, from any thread.
    """

    def __init__(self, command: tuple[str, ...], handler: str, environment: dict[str, str], directory: Path) -> None:
        """Start ``command`` with the lifeline's descriptor and ``handler`` appended.

        Raises:
            OSError: the program or the directory is not there, or the machine is out of processes or descriptors.
        """
        self.output, write = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - running the developer's own code is the purpose
                [*command, str(lifeline()), handler],
                stdin=subprocess.DEVNULL,
                stdout=write,
                stderr=write,
                env=environment,
                cwd=directory,
                start_new_session=True,
                pass_fds=(lifeline(),),
                umask=0o022,
            )
        except BaseException:
            os.close(self.output)
            raise
        finally:
            os.close(write)
        os.set_blocking(self.output, False)
        # Held while signalling and reaping: a reaped process's id may already be another's.
        self._reaping = threading.Lock()
        # Readable when the process has ended. Linux only; elsewhere `has_exited` has to be asked.
        self.exit_descriptor = os.pidfd_open(self._process.pid) if hasattr(os, "pidfd_open") else None
        self._peak_memory = 0

    def has_exited(self) -> bool:
        """Whether the process has ended (its children may still run until `close`)."""
        if self._process.returncode is not None:
            return True
        # Not poll(): that would free the process id, and with it the process group's.
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def freeze(self) -> None:
        """Nothing: a process that is stopped could not notice the end of the emulator."""

    def thaw(self) -> None:
        """The counterpart of `freeze`."""

    def kill(self) -> None:
        """End the whole process group at once. Does nothing after `close`."""
        with self._reaping:
            if self._process.returncode is None:
                # macOS refuses to signal a group of which only the unreaped leader is left.
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def reap(self) -> int:
        """End the process group and return the exit status, as `subprocess.Popen.returncode` has it."""
        self.kill()
        with self._reaping:
            return self._process.wait()

    def close(self) -> None:
        """End the process group and free what this object holds."""
        self.reap()
        os.close(self.output)
        if self.exit_descriptor is not None:
            os.close(self.exit_descriptor)

    def takes_more_memory_than(self, limit: int) -> bool:
        """Whether the process and those it has started have more than ``limit`` bytes in memory now."""
        return takes_more_than(self._process.pid, limit)

    def peak_memory(self) -> int:
        """The most memory the process has had resident, in bytes, as of now or of the last call while it lived."""
        # Once it has ended, what was last seen must do.
        self._peak_memory = max(self._peak_memory, peak_memory(self._process.pid))
        return self._peak_memory
