from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from infra.errors import StackError
from infra.waiting import retry, wait_for


def asked(*answers: object) -> Callable[[], object]:
    """A question with these answers, one after the other; an exception is raised."""
    remaining: Iterator[object] = iter(answers)

    def ask() -> object:
        answer = next(remaining)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ask


def is_transient(error: Exception) -> bool:
    return str(error) == "not yet"


def test_waits_for_the_first_answer() -> None:
    assert wait_for(asked(None, False, "answer", "too late"), "there is an answer") == "answer"


def test_waits_in_vain() -> None:
    with pytest.raises(StackError, match=r"in vain until there is an answer\. Run the command again"):
        wait_for(lambda: None, "there is an answer", patience=0.1)


def test_retries_transient_errors() -> None:
    assert retry(asked(ValueError("not yet"), ValueError("not yet"), "done"), is_transient) == "done"


def test_raises_other_errors_at_once() -> None:
    with pytest.raises(ValueError, match="never"):
        retry(asked(ValueError("not yet"), ValueError("never"), "done"), is_transient)


def test_raises_a_transient_error_that_stays() -> None:
    def fail() -> None:
        raise ValueError("not yet")

    with pytest.raises(ValueError, match="not yet"):
        retry(fail, is_transient, patience=0.1)
