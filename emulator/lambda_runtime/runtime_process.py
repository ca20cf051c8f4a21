"""A function's process and the conversation with it.

There is no thread for a process: the thread that wants something of it (be ready, run this) listens to all that
the process says until it has the answer, so a warm invocation costs no switch between threads. Nobody listens in
between, when AWS would have frozen the environment; what is said then is read with the next invocation.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from emulator.lambda_runtime.errors import exit_reason
from emulator.lambda_runtime.forked_sandbox import ForkedSandbox, fork
from emulator.lambda_runtime.log_events import LogEvent, OutputDecoder
from emulator.lambda_runtime.memory_watch import memory_watch
from emulator.lambda_runtime.places import EphemeralStorage, Places
from emulator.lambda_runtime.runtime_api import InitError, Message, Ready, Result, RuntimeApi
from emulator.lambda_runtime.runtimes import Runtime
from emulator.lambda_runtime.sandbox import Sandbox
from emulator.lambda_runtime.zygote import zygotes_for

_READ = 64 * 1024
# Enough to empty a full pipe; a process that writes without end must not keep us here.
_READS = 4
# Where the system cannot wake us when the process ends.
_EXIT_POLL = 0.05


class ProcessFailedError(Exception):
    """The process did not do what it was waited for."""


class DeadlineExceededError(ProcessFailedError):
    """The process has not answered in time. It still runs."""


class ProcessExitedError(ProcessFailedError):
    """The process has ended instead of answering. The message says how, in AWS's words."""


class OutOfMemoryError(ProcessExitedError):
    """The process took more memory than the function may have, and was killed."""


class InitFailedError(ProcessFailedError):
    """The runtime reported that it could not load the function."""

    def __init__(self, error: InitError) -> None:
        super().__init__(error.error_type)
        self.error = error


@dataclass(frozen=True, slots=True)
class Invocation:
    """One event for the function."""

    request_id: str
    function_arn: str
    """As the caller named the function: with a qualifier only if there was one."""
    trace_id: str
    """``X-Amzn-Trace-Id``."""
    payload: bytes
    """JSON."""
    client_context: str | None = None
    """JSON that the caller has sent beside the payload."""


class RuntimeProcess:
    """One process, from its start to its end. For one thread at a time, but for `kill`."""

    def __init__(
        self,
        runtime: Runtime,
        handler: str,
        variables: Callable[[Places], dict[str, str]],
        places: Places,
        storage: EphemeralStorage,
        log: Callable[[list[LogEvent]], None],
        memory_limit: int | None = None,
        decoder: OutputDecoder | None = None,
    ) -> None:
        """Start the process; what it prints goes through ``decoder`` to ``log``, line by line.

        ``variables`` gives its environment variables, when it finds its code in these places or others.
        With more memory than ``memory_limit`` bytes it is killed, as soon as that is noticed.

        Raises:
            OSError: it could not be started.
        """
        self._log = log
        self._memory_limit = memory_limit
        self._decoder = decoder or OutputDecoder()
        self._ready = False
        self._exited = False
        self._out_of_memory = False
        self._selector = selectors.DefaultSelector()
        self._api = RuntimeApi(self._selector)
        try:
            address = {"AWS_LAMBDA_RUNTIME_API": self._api.address}
            self._sandbox = _start(runtime, handler, lambda seen: variables(seen) | address, places, storage)
        except BaseException:
            self._api.close()
            self._selector.close()
            raise
        self._output_open = True
        self._selector.register(self._sandbox.output, selectors.EVENT_READ, self._read_output)
        if self._sandbox.exit_descriptor is not None:
            self._selector.register(self._sandbox.exit_descriptor, selectors.EVENT_READ, self._note_exit)

    def wait_until_ready(self, deadline: float) -> None:
        """Wait until the runtime asks for an invocation; ``deadline`` is in `time.monotonic` seconds.

        Raises:
            InitFailedError, ProcessExitedError, DeadlineExceededError
        """
        while not self._ready:
            match self._next_message(deadline):
                case Ready():
                    self._ready = True
                case InitError() as error:
                    raise InitFailedError(error)
                case Result():
                    pass  # not an answer to anything we still wait for
        if self._sandbox.has_exited():
            # It was ready, and ended on its own since.
            raise ProcessExitedError(exit_reason(self._sandbox.reap()))

    def run(self, invocation: Invocation, deadline: float) -> Result:
        """Run an invocation, after `wait_until_ready`.

        Raises:
            ProcessExitedError, DeadlineExceededError
        """
        remaining = deadline - time.monotonic()
        self._ready = False
        headers = {
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + remaining) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
            "Lambda-Runtime-Trace-Id": invocation.trace_id,
        }
        if invocation.client_context:
            headers["Lambda-Runtime-Client-Context"] = invocation.client_context
        try:
            self._api.send_invocation(invocation.request_id, headers, invocation.payload, max(remaining, 0.001))
        except TimeoutError:
            raise DeadlineExceededError from None
        except OSError:
            pass  # the process is gone, which is noticed next
        while True:
            message = self._next_message(deadline)
            if isinstance(message, Result):
                break
        if message.payload is None:
            self._hear_out(deadline)
        self._read_output()
        self._log(self._decoder.flush())
        return message

    def peak_memory(self) -> int:
        """In bytes, see `Sandbox.peak_memory`."""
        return self._sandbox.peak_memory()

    def freeze(self) -> None:
        """Take the processor from the process until `thaw`. Not while anybody waits for it."""
        self._sandbox.freeze()

    def thaw(self) -> None:
        """Let it run again."""
        self._sandbox.thaw()

    def kill(self) -> None:
        """End the process from any thread; whoever waits for it gets a `ProcessExitedError`."""
        self._sandbox.kill()

    def close(self) -> None:
        """End the process and its children, log its last words, and free everything."""
        self._sandbox.reap()
        self._read_output()
        self._log(self._decoder.flush())
        self._api.close()
        self._selector.close()
        self._sandbox.close()

    def _hear_out(self, deadline: float) -> None:
        """Wait for what the runtime has to say to its refused response: AWS's clients complain, and give up."""
        with contextlib.suppress(ProcessFailedError):
            self.wait_until_ready(deadline)

    def check_memory(self) -> None:
        """Kill the process if it has taken more memory than it may. From any thread."""
        if self._memory_limit is not None and self._sandbox.takes_more_memory_than(self._memory_limit):
            self._out_of_memory = True
            self._sandbox.kill()

    def _next_message(self, deadline: float) -> Message:
        messages = self._api.messages
        if not messages:
            memory_watch.enter(self)
            try:
                self._listen(messages, deadline)
            finally:
                memory_watch.leave(self)
        return messages.popleft()

    def _listen(self, messages: deque[Message], deadline: float) -> None:
        """Hear what the process says, until there is a message."""
        while not messages:
            timeout = deadline - time.monotonic()
            if timeout <= 0:
                raise DeadlineExceededError
            if self._sandbox.exit_descriptor is None:
                timeout = min(timeout, _EXIT_POLL)
                self._exited = self._sandbox.has_exited()
            # Known before listening: whatever an ended process has said is there to be read.
            exited = self._exited
            for key, _ in self._selector.select(0 if exited else timeout):
                key.data()
            if exited and not messages:
                reason = exit_reason(self._sandbox.reap())
                raise OutOfMemoryError(reason) if self._out_of_memory else ProcessExitedError(reason)

    def _note_exit(self) -> None:
        self._exited = True

    def _read_output(self) -> None:
        for _ in range(_READS):
            try:
                data = os.read(self._sandbox.output, _READ)
            except BlockingIOError:
                return
            if not data:
                # The process and its children have closed it: it would be readable for ever.
                if self._output_open:
                    self._selector.unregister(self._sandbox.output)
                    self._output_open = False
                return
            self._log(self._decoder.feed(data))


def _start(
    runtime: Runtime,
    handler: str,
    variables: Callable[[Places], dict[str, str]],
    places: Places,
    storage: EphemeralStorage,
) -> Sandbox | ForkedSandbox:
    """The quickest way to a process."""
    for zygote in zygotes_for(runtime, storage):
        own = storage if zygote.isolates else None
        environment = variables(places.as_isolated() if own else places)
        if forked := fork(zygote, runtime.command, handler, environment, places, own):
            storage.holder = zygote
            return forked
    return Sandbox(runtime.command, handler, variables(places), places.code)
