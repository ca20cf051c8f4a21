from __future__ import annotations

import re

import pytest

from emulator.lambda_runtime.log_allowance import BURST, EVENT_BYTES, PER_SECOND, LogAllowance
from emulator.lambda_runtime.log_events import MAX_EVENT, LogEvent, OutputDecoder

TIME = 1_795_498_926_476


def frame(message: str, kind: int = 0x03) -> bytes:
    encoded = message.encode()
    return b"\xa5\x5a\x00" + bytes([kind]) + len(encoded).to_bytes(4) + (TIME * 1000 + 7).to_bytes(8) + encoded


MIXED = (
    "début\n".encode() + frame("[INFO]\ta\nb\n") + b"cut" + frame("[ERROR] x\nTraceback", 0x17) + b"\nlast\rline\nrest"
)
MIXED_MESSAGES = ["début\n", "[INFO]\ta\nb\n", "cut\n", "[ERROR] x\nTraceback\n", "\n", "last\rline\n", "rest\n"]


@pytest.mark.parametrize("cut", range(len(MIXED)))
def test_lines_and_frames_wherever_reads_cut_them_d75_d76(cut: int) -> None:
    decoder = OutputDecoder()
    events = decoder.feed(MIXED[:cut]) + decoder.feed(MIXED[cut:]) + decoder.flush()
    assert [event.message for event in events] == MIXED_MESSAGES


def test_frames_bring_their_time() -> None:
    assert OutputDecoder().feed(frame("x")) == [LogEvent(TIME, "x\n")]


def test_endless_line_is_cut() -> None:
    decoder = OutputDecoder()
    events = decoder.feed(b"x" * (MAX_EVENT + 5) + b"\ny\n")
    assert [event.message for event in events] == ["x" * MAX_EVENT + "\n", "xxxxx\n", "y\n"]


def test_bytes_that_only_look_like_a_frame_are_not_lost() -> None:
    [event] = OutputDecoder().feed(b"\xa5\x5a\x00\x03\xff\xff\xff\xffand so on\n")
    assert "and so on" in event.message
    decoder = OutputDecoder()
    assert decoder.feed(b"\xa5\x5a\x00\x03\x00\xff\xff\xffand so on\n") == []
    [event] = decoder.flush()
    assert "and so on" in event.message


class Clock:
    """Time that passes only in pauses, or when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def pause(self, seconds: float) -> None:
        self.now += seconds


def test_output_without_end_is_cut_to_the_allowance() -> None:
    clock = Clock()
    decoder = OutputDecoder(LogAllowance(lambda: clock.now, clock.pause))
    chunk = b"x" * 99 + b"\n"
    events = [event for _ in range(10_000) for event in decoder.feed(chunk * 600)] + decoder.flush()
    lines = [event for event in events if event.message.startswith("x")]
    admitted = BURST + clock.now * PER_SECOND
    assert 0.9 * admitted < (100 + EVENT_BYTES) * len(lines) < 1.2 * admitted
    notices = [re.match(r"Petri has dropped (\d+) lines \((\d+) bytes\)", event.message) for event in events]
    dropped = [(int(notice[1]), int(notice[2])) for notice in notices if notice]
    # Every line is there, or said to be dropped.
    assert len(lines) + sum(count for count, _ in dropped) == 6_000_000
    assert sum(size for _, size in dropped) == 100 * (6_000_000 - len(lines))
    clock.now += 60
    assert [event.message for event in decoder.feed(b"later\n")] == ["later\n"]


def test_after_what_was_dropped_it_goes_on_with_a_whole_line() -> None:
    clock = Clock()
    decoder = OutputDecoder(LogAllowance(lambda: clock.now, clock.pause))
    assert len(decoder.feed(b"start\n" + b"x" * BURST)) > 1
    decoder.feed(b"dropped\ndropped in the mid")
    clock.now += 60
    notice, line = decoder.feed(b"dle\nkept\n")
    assert notice.message.startswith("Petri has dropped 2 lines (30 bytes)")
    assert line.message == "kept\n"


def test_nothing_left() -> None:
    decoder = OutputDecoder()
    decoder.feed(b"line\n")
    assert decoder.flush() == []
