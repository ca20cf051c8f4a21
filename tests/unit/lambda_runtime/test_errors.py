from __future__ import annotations

import pytest

from emulator.lambda_runtime import errors


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (0, "Runtime exited without providing a reason"),
        (101, "Runtime exited with error: exit status 101"),
        (-9, "Runtime exited with error: signal: killed"),
        (-11, "Runtime exited with error: signal: segmentation fault"),
    ],
)
def test_exit_reason_d53(status: int, reason: str) -> None:
    assert errors.exit_reason(status) == reason


def test_payloads_d53_d54_d60() -> None:
    assert errors.exit_error("r-1", "It went.") == (
        b'{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r-1 Error: It went."}'
    )
    assert errors.timed_out("r-1", 1) == (
        b'{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r-1 Error: Task timed out after 1.00 seconds"}'
    )
    assert errors.response_too_large() == (
        b'{"errorType":"Function.ResponseSizeTooLarge","errorMessage":'
        b'"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}'
    )
