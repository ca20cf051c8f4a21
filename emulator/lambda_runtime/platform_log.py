"""The lines that Lambda itself writes into a function's log when that is text (conformance D72, D73, D77)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime

# AWS counts the releases of a managed runtime; there is one of ours.
_RUNTIME_RELEASE = "v1"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a phase did not succeed, as reports name it."""

    status: str
    """``error`` or ``timeout``."""
    error_type: str | None = None
    """Such as ``Runtime.ExitError``."""

    def __str__(self) -> str:
        return f"Status: {self.status}" + (f"\tError Type: {self.error_type}" if self.error_type else "")


def init_start(runtime: str, runtime_version_arn: str) -> str:
    """First line of an execution environment."""
    return f"INIT_START Runtime Version: {release(runtime)}\tRuntime Version ARN: {runtime_version_arn}\n"


def release(runtime: str) -> str:
    """``python:3.13.v1``, ``nodejs:22.v1``, ``provided:al2023.v1``."""
    family, version = re.fullmatch(r"([a-z]+)\.?(.+?)(?:\.x)?", runtime).groups()  # type: ignore[union-attr]
    return f"{family}:{version}.{_RUNTIME_RELEASE}"


def init_report(duration: float, phase: str, failure: Failure) -> str:
    """An initialisation that failed after ``duration`` seconds, in the phase ``init`` or (again) ``invoke``."""
    return f"INIT_REPORT Init Duration: {duration * 1000:.2f} ms\tPhase: {phase}\t{failure}\n"


def start(request_id: str, version: str) -> str:
    """An invocation begins."""
    return f"START RequestId: {request_id} Version: {version}\n"


def end(request_id: str) -> str:
    """An invocation has ended."""
    return f"END RequestId: {request_id}\n"


def report(
    request_id: str,
    *,
    duration: float,
    init_duration: float | None,
    memory_size: int,
    peak_memory: int,
    failure: Failure | None,
) -> str:
    """The figures of an invocation: durations in seconds, ``memory_size`` in MB, ``peak_memory`` in bytes.

    ``init_duration`` is that of the environment's start, for its first invocation only.
    """
    fields = [
        f"REPORT RequestId: {request_id}",
        f"Duration: {duration * 1000:.2f} ms",
        f"Billed Duration: {billed(duration, init_duration)} ms",
        f"Memory Size: {memory_size} MB",
        f"Max Memory Used: {math.ceil(peak_memory / 1024 / 1024)} MB",
    ]
    if init_duration is not None:
        fields.append(f"Init Duration: {init_duration * 1000:.2f} ms")
    # Yes, AWS ends the line with a tab when there is no status.
    fields.append(str(failure) if failure else "")
    return "\t".join(fields) + "\n"


def billed(duration: float, init_duration: float | None) -> int:
    """In ms. The init phase is billed, too, since August 2025."""
    return math.ceil((duration + (init_duration or 0)) * 1000) or 1


def exited(request_id: str, reason: str) -> str:
    """The process ended in the middle of an invocation; ``reason`` as in the error's message."""
    return f"RequestId: {request_id} Error: {reason}\nRuntime.ExitError\n"


def timed_out(request_id: str, timeout: int) -> str:
    """The line people search logs for. AWS's newest environments leave it out and tell it in REPORT alone."""
    timestamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{timestamp} {request_id} Task timed out after {timeout:.2f} seconds\n\n"


def logs_dropped(lines: int, size: int) -> str:
    """Output of ``size`` bytes was not kept. AWS tells that in JSON alone (``platform.logsDropped``)."""
    return f"Petri has dropped {lines} lines ({size} bytes) of output here: they were more than it keeps in memory.\n"
