from __future__ import annotations

import re

from emulator.lambda_runtime import platform_log
from emulator.lambda_runtime.platform_log import Failure


def report(init_duration: float | None = None, failure: Failure | None = None, duration: float = 0.003006) -> str:
    return platform_log.report(
        "r-1",
        duration=duration,
        init_duration=init_duration,
        memory_size=128,
        peak_memory=36 * 1024 * 1024 - 5,
        failure=failure,
    )


def test_lines_d72() -> None:
    arn = "arn:aws:lambda:eu-west-1::runtime:abc"
    assert platform_log.init_start("python3.13", arn) == (
        f"INIT_START Runtime Version: python:3.13.v1\tRuntime Version ARN: {arn}\n"
    )
    assert platform_log.start("r-1", "$LATEST") == "START RequestId: r-1 Version: $LATEST\n"
    assert platform_log.end("r-1") == "END RequestId: r-1\n"


def test_report_d73() -> None:
    assert report() == (
        "REPORT RequestId: r-1\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB"
        "\tMax Memory Used: 36 MB\t\n"
    )


def test_report_of_a_cold_start_bills_the_init_too_d73() -> None:
    assert report(init_duration=0.1101) == (
        "REPORT RequestId: r-1\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB"
        "\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n"
    )


def test_report_of_a_failure_d77() -> None:
    assert report(0.40204, Failure("timeout"), duration=3).endswith(
        "\tDuration: 3000.00 ms\tBilled Duration: 3403 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB"
        "\tInit Duration: 402.04 ms\tStatus: timeout\n"
    )
    assert report(failure=Failure("error", "Runtime.ExitError")).endswith(
        "\tMax Memory Used: 36 MB\tStatus: error\tError Type: Runtime.ExitError\n"
    )


def test_init_report() -> None:
    assert platform_log.init_report(9.99979, "init", Failure("timeout")) == (
        "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout\n"
    )


def test_timed_out_d77() -> None:
    line = platform_log.timed_out("r-1", 18)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z r-1 Task timed out after 18\.00 seconds\n\n", line)
