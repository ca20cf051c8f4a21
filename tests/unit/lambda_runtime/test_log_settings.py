from __future__ import annotations

import pytest

from emulator.lambda_runtime.log_events import OutputDecoder
from emulator.lambda_runtime.log_settings import LogSettings


def test_text_keeps_everything() -> None:
    settings = LogSettings.of({"LogFormat": "Text", "LogGroup": "/group"})
    assert settings == LogSettings()
    assert settings.keeps_line('{"level": "TRACE"}')
    assert settings.keeps_frame(1)


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        ("TRACE", ["trace", "debug", "print", "none", "odd", "warning", "critical"]),
        ("INFO", ["print", "none", "odd", "warning", "critical"]),
        ("WARN", ["warning", "critical"]),
        ("FATAL", ["critical"]),
    ],
)
def test_what_is_printed_has_the_level_it_names_or_info(level: str, kept: list[str]) -> None:
    settings = LogSettings.of({"LogFormat": "JSON", "ApplicationLogLevel": level})
    lines = {
        "trace": '{"level": "trace"}',
        "debug": '{"message": "x", "level": "Debug"}',
        "print": "level: ERROR",
        "none": '{"message": "x"}',
        "odd": '{"level": ["ERROR"]}',
        "warning": '{"level": "warning"}',
        "critical": '{"level": "CRITICAL"}',
    }
    assert [name for name, line in lines.items() if settings.keeps_line(line + "\n")] == kept


def test_frames_have_their_level_in_front() -> None:
    def frame(kind: int, message: bytes) -> bytes:
        return b"\xa5\x5a\x00" + bytes([kind]) + len(message).to_bytes(4) + bytes(8) + message

    output = frame(0x0A, b"debug") + frame(0x0E, b"info") + frame(0x16, b"error") + frame(0x02, b"unknown")
    decoder = OutputDecoder(settings=LogSettings(is_json=True, application_level="WARN"))
    assert [event.message for event in decoder.feed(output)] == ["error\n", "unknown\n"]
    assert len(OutputDecoder().feed(output)) == 4
