from __future__ import annotations

from emulator.lambda_runtime.environment_log import EnvironmentLog
from emulator.lambda_runtime.log_events import LogEvent


def test_events_are_passed_on_in_order_of_time() -> None:
    passed: list[LogEvent] = []
    log = EnvironmentLog(passed.extend)
    log.add([LogEvent(5, "a\n"), LogEvent(3, "b\n")])
    log.add([LogEvent(4, "c\n"), LogEvent(6, "d\n")])
    assert passed == [LogEvent(5, "a\n"), LogEvent(5, "b\n"), LogEvent(5, "c\n"), LogEvent(6, "d\n")]


def test_tail_keeps_the_last_4_kb_d61() -> None:
    passed: list[LogEvent] = []
    log = EnvironmentLog(passed.extend)
    lines = [f"{number:>99}\n" for number in range(100)]
    log.lines(lines)
    assert log.take_tail() == "".join(lines[-41:])
    log.lines(["next\n"])
    assert log.take_tail() == "next\n"
    assert log.take_tail() == ""
