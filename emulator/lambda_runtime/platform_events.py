"""What Lambda itself logs while a function runs, as text or as JSON.

https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from emulator.lambda_runtime import platform_log
from emulator.lambda_runtime.log_settings import LogSettings
from emulator.lambda_runtime.platform_log import Failure


@dataclass(frozen=True)
class Subject:
    """Which environment it is about."""

    function_name: str
    version: str
    runtime: str
    runtime_version_arn: str
    log_stream: str
    memory_size: int
    """MB"""
    timeout: int
    """seconds"""
    initialization_type: str = "on-demand"


@dataclass(frozen=True)
class Invoked:
    """How an invocation went."""

    request_id: str
    duration: float
    """seconds"""
    init_duration: float | None
    """of the environment's start, for its first invocation only"""
    peak_memory: int
    """bytes"""
    produced: int
    """bytes of the response"""
    failure: Failure | None
    exit_reason: str | None
    """if the process ended"""


class PlatformEvents(Protocol):
    """Each gives the log messages for what has happened, with their newlines."""

    def init_started(self) -> list[str]:
        """The environment begins."""

    def init_ended(self, duration: float, phase: str, failure: Failure | None) -> list[str]:
        """The process is ready, or has failed to be, after ``duration`` seconds in the phase ``init`` or ``invoke``."""

    def invoke_started(self, request_id: str, function_arn: str, /) -> list[str]:
        """An invocation begins."""

    def invoke_ended(self, invoked: Invoked) -> list[str]:
        """It has ended."""

    def logs_dropped(self, lines: int, size: int) -> list[str]:
        """Output of ``size`` bytes was not kept."""


class TextEvents:
    """Lines for people (conformance D72, D73, D77)."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def init_started(self) -> list[str]:
        """INIT_START."""
        return [platform_log.init_start(self._subject.runtime, self._subject.runtime_version_arn)]

    def init_ended(self, duration: float, phase: str, failure: Failure | None) -> list[str]:
        """INIT_REPORT; a success is told in the first REPORT."""
        return [platform_log.init_report(duration, phase, failure)] if failure else []

    def invoke_started(self, request_id: str, _function_arn: str) -> list[str]:
        """START."""
        return [platform_log.start(request_id, self._subject.version)]

    def invoke_ended(self, invoked: Invoked) -> list[str]:
        """What was wrong, END, REPORT."""
        lines = []
        if invoked.exit_reason:
            lines.append(platform_log.exited(invoked.request_id, invoked.exit_reason))
        lines.append(platform_log.end(invoked.request_id))
        lines.append(
            platform_log.report(
                invoked.request_id,
                duration=invoked.duration,
                init_duration=invoked.init_duration,
                memory_size=self._subject.memory_size,
                peak_memory=invoked.peak_memory,
                failure=invoked.failure,
            )
        )
        if invoked.failure and invoked.failure.status == "timeout":
            lines.append(platform_log.timed_out(invoked.request_id, self._subject.timeout))
        return lines

    def logs_dropped(self, lines: int, size: int) -> list[str]:
        """A sentence."""
        return [platform_log.logs_dropped(lines, size)]


class JsonEvents:
    """Records for programs, from the function's system log level on."""

    def __init__(self, subject: Subject, settings: LogSettings) -> None:
        self._subject = subject
        self._settings = settings

    def init_started(self) -> list[str]:
        """platform.initStart."""
        subject = self._subject
        return self._events(
            "INFO",
            initStart={
                "initializationType": subject.initialization_type,
                "phase": "init",
                "runtimeVersion": platform_log.release(subject.runtime),
                "runtimeVersionArn": subject.runtime_version_arn,
                "functionName": subject.function_name,
                "functionVersion": subject.version,
                "instanceId": subject.log_stream,
                "instanceMaxMemory": subject.memory_size * 1024 * 1024,
            },
        )

    def init_ended(self, duration: float, phase: str, failure: Failure | None) -> list[str]:
        """platform.initRuntimeDone and platform.initReport."""
        how = {"initializationType": self._subject.initialization_type, "phase": phase, **_status(failure)}
        return self._events(
            "WARN" if failure else "DEBUG",
            initRuntimeDone=how,
            initReport={**how, "metrics": {"durationMs": _milliseconds(duration)}},
        )

    def invoke_started(self, request_id: str, function_arn: str) -> list[str]:
        """platform.start."""
        record = {"requestId": request_id, "functionArn": function_arn, "version": self._subject.version}
        return self._events("INFO", start=record)

    def invoke_ended(self, invoked: Invoked) -> list[str]:
        """platform.runtimeDone and platform.report."""
        duration = _milliseconds(invoked.duration)
        done = self._events(
            "WARN" if invoked.failure else "DEBUG",
            runtimeDone={
                "requestId": invoked.request_id,
                **_status(invoked.failure),
                "metrics": {"durationMs": duration, "producedBytes": invoked.produced},
            },
        )
        metrics = {
            "durationMs": duration,
            "billedDurationMs": platform_log.billed(invoked.duration, invoked.init_duration),
            "memorySizeMB": self._subject.memory_size,
            "maxMemoryUsedMB": math.ceil(invoked.peak_memory / 1024 / 1024),
        }
        if invoked.init_duration is not None:
            metrics["initDurationMs"] = _milliseconds(invoked.init_duration)
        return done + self._events(
            "WARN" if invoked.failure else "INFO",
            report={"requestId": invoked.request_id, "metrics": metrics, **_status(invoked.failure)},
        )

    def logs_dropped(self, lines: int, size: int) -> list[str]:
        """platform.logsDropped."""
        reason = "Some logs were dropped because the function produces more than Petri keeps in memory"
        return self._events("WARN", logsDropped={"droppedBytes": size, "droppedRecords": lines, "reason": reason})

    def _events(self, level: str, **records: dict[str, Any]) -> list[str]:
        if not self._settings.keeps_system(level):
            return []
        time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        events = [{"time": time, "type": f"platform.{name}", "record": record} for name, record in records.items()]
        return [json.dumps(event, separators=(",", ":"), ensure_ascii=False) + "\n" for event in events]


def _status(failure: Failure | None) -> dict[str, str]:
    if not failure:
        return {"status": "success"}
    return {"status": failure.status, **({"errorType": failure.error_type} if failure.error_type else {})}


def _milliseconds(seconds: float) -> float:
    return round(float(seconds) * 1000, 3)


def platform_events(subject: Subject, settings: LogSettings) -> PlatformEvents:
    """In the format that the function asks for."""
    return JsonEvents(subject, settings) if settings.is_json else TextEvents(subject)
