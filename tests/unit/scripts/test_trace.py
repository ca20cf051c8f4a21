from __future__ import annotations

from typing import Any

from scripts.trace import waterfall


def span(number: int, parent: int | None, started: float, duration: float, **members: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "parentId": None if parent is None else str(parent),
        "kind": "call",
        "name": f"span {number}",
        "resource": "",
        "startedAt": 1000.0 + started,
        "durationMs": duration,
        "status": "ok",
        "request": None,
        "response": None,
        "attributes": {},
    } | members


def lines(*spans: dict[str, Any], verbose: bool = False) -> list[str]:
    return [line.plain for line in waterfall(spans, verbose=verbose)]


def test_bars_are_where_the_time_went() -> None:
    shown = lines(span(0, None, 0, 40), span(1, 0, 10, 20), span(2, 1, 29, 0), span(3, 0, 39.9, 1500))
    assert [line.split()[0] for line in shown] == ["━", "━", "•", "━" * 39]
    shown = lines(span(0, None, 0, 40), span(1, 0, 10, 20), span(2, 1, 29, 0))
    assert shown == [
        "━" * 40 + "   40.0 ms  span 0",
        " " * 10 + "━" * 20 + " " * 10 + "   20.0 ms    span 1",
        " " * 29 + "•" + " " * 10 + "    0.0 ms      span 2",
    ]


def test_a_trace_that_took_no_time_is_shown() -> None:
    assert lines(span(0, None, 0, 0)) == ["•".ljust(40) + "    0.0 ms  span 0"]


def test_control_characters_do_not_reach_the_terminal() -> None:
    shown = lines(span(0, None, 0, 1, name="\x1b[2J", request="a\x07\nb", resource="[bold]"), verbose=True)
    assert shown[0].endswith("�[2J  [bold]")
    assert shown[1].endswith("→ a��b")
