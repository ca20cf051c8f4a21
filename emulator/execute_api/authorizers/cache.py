"""Answers of Lambda authorizers that HTTP APIs keep (row B72).

The key is the authorizer and the identity sources' values: one answer is good for all routes, unless
``$context.routeKey`` is an identity source.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import NamedTuple

from emulator.execute_api.authorizers.answer import Answer

MAX_ANSWERS = 10_000


class Key(NamedTuple):
    """What an answer was for."""

    api_id: str
    stage_name: str
    authorizer_id: str
    identity: tuple[str, ...]


class AnswerCache:
    """Answers and when they end; the oldest make room."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Key, tuple[float, Answer]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Answer | None:
        """The answer for ``key`` if there is one that is still good."""
        with self._lock:
            ends_at, answer = self._answers.get(key, (0.0, None))
            if answer and ends_at <= monotonic():
                del self._answers[key]
                return None
            return answer

    def put(self, key: Key, answer: Answer, ttl_seconds: int) -> None:
        """Keep ``answer`` for ``ttl_seconds``."""
        with self._lock:
            self._answers[key] = (monotonic() + ttl_seconds, answer)
            self._answers.move_to_end(key)
            while len(self._answers) > MAX_ANSWERS:
                self._answers.popitem(last=False)

    def forget(self, api_id: str, stage_name: str | None = None) -> None:
        """Drop the answers of an API, or of one of its stages (ResetAuthorizersCache)."""
        with self._lock:
            for key in [k for k in self._answers if k.api_id == api_id and stage_name in (None, k.stage_name)]:
                del self._answers[key]
