"""What a function's error says, in the learner's terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from learn.wrong import Place

_FRAME = re.compile(r'File "/var/task/([^"]+)", line (\d+)')
_DENIED = re.compile(r"not authorized to perform: ([\w-]+:\w+)")
_TIMED_OUT = re.compile(r"Task timed out after ([\d.]+) seconds")


@dataclass(frozen=True)
class Problem:
    """Why a function failed, and where."""

    sentence: str
    place: Place | None


def of_payload(function: str, payload: Any) -> Problem:
    """The problem in the answer to a failed invocation: ``errorType``, ``errorMessage``, ``stackTrace``."""
    if not isinstance(payload, dict):
        return Problem(f"{function} failed: {payload}", None)
    error, message = payload.get("errorType", "Error"), str(payload.get("errorMessage", ""))
    return _problem(function, f"{error}: {message}", "".join(map(str, payload.get("stackTrace") or ())))


def of_log(function: str, messages: Iterable[str]) -> Problem | None:
    """The last problem in a function's log; None when there is none."""
    for message in reversed(list(messages)):
        if message.startswith("[ERROR]"):
            return _problem(function, message.splitlines()[0].removeprefix("[ERROR]").split("\t")[0].strip(), message)
        if "Traceback (most recent call last)" in message:  # logged by logger.exception
            return _problem(function, message.strip().splitlines()[-1], message)
        if _TIMED_OUT.search(message):
            return _problem(function, message, "")
    return None


def _problem(function: str, error: str, trace: str) -> Problem:
    frames = _FRAME.findall(trace or error)
    place = Place(f"lambdas/{frames[-1][0]}", int(frames[-1][1])) if frames else None
    if denied := _DENIED.search(error):
        sentence = (
            f"{function} has not the right to do {denied[1]}: AWS refused it. "
            f"Rights are given in application.py, with the function"
        )
        return Problem(sentence, place)
    if timed_out := _TIMED_OUT.search(error):
        return Problem(f"{function} was stopped after {float(timed_out[1]):.0f} s: does it loop, or wait?", place)
    return Problem(f"{function} raised {error}", place)
