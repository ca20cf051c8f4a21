from __future__ import annotations

import pytest

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
    decoder = OutputDecoder()
    assert decoder.feed(b"\xa5\x5a\x00\x03\xff\xff\xff\xffand so on\n") == []
    [event] = decoder.flush()
    assert "and so on" in event.message


def test_nothing_left() -> None:
    decoder = OutputDecoder()
    decoder.feed(b"line\n")
    assert decoder.flush() == []
