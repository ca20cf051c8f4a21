"""``petri learn``: looks at each save, until the learner leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import watchfiles

from learn.course import Course
from learn.keys import pressed, single_keys
from learn.run import Result
from learn.screen import Screen
from learn.steps import Step

type Checker = Callable[[Step], Result]

_MILLISECONDS_BETWEEN_KEYS = 150
_TICKS_BETWEEN_LOOKS = 14


class _Files(watchfiles.DefaultFilter):
    """What a learner edits: no copies, no progress, nothing that was compiled."""

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        name = Path(path).name
        return super().__call__(change, path) and not name.endswith(".bak") and not name.startswith(".progress")


class Watch:
    """One sitting."""

    def __init__(self, course: Course, screen: Screen, check: Checker) -> None:
        self._course = course
        self._screen = screen
        self._check = check
        self._shown: Result | None = None
        self._gave_files = False

    def run(self) -> None:
        """Check now and at each save. Returns when the learner quits or has passed the last step."""
        self._screen.page(self._course.current())
        with single_keys():
            saves = watchfiles.watch(
                self._course.work.path,
                watch_filter=_Files(),
                debounce=300,
                rust_timeout=_MILLISECONDS_BETWEEN_KEYS,
                yield_on_timeout=True,
                raise_interrupt=False,
            )
            for ticks, changes in enumerate(saves):
                if ticks == 0:
                    # Only now that saves are watched: the first look deploys everything, and nobody waits for that.
                    if not self._look():
                        return
                    continue
                key = pressed()
                if key == "q":
                    return
                self._do(key)
                # Some steps are about what a learner does elsewhere: in the console, in the browser.
                looks_by_itself = self._course.current().watches_the_world and ticks % _TICKS_BETWEEN_LOOKS == 0
                if changes or key == "\n" or looks_by_itself:
                    # The files of a new step are a change, too, but none of the learner's.
                    quiet, self._gave_files = looks_by_itself or self._gave_files, False
                    if not self._look(quiet=quiet):
                        return

    def _do(self, key: str | None) -> None:
        match key:
            case "h":
                self._screen.text(self._course.next_hint())
            case "p":
                self._screen.page(self._course.current())
            case "l":
                self._screen.steps(self._course.work)
            case "s":
                written, copies = self._course.take_solution()
                self._screen.files(written, copies)
            case _:
                return
        self._screen.keys()

    def _look(self, *, quiet: bool = False) -> bool:
        """Check, and go on as long as steps are passed. Whether there is more to do."""
        while True:
            result = self._check(self._course.current())
            if quiet and result == self._shown:
                return True
            self._screen.result(result)
            self._shown = result
            if not result.passed:
                self._screen.keys()
                return True
            following = self._course.pass_current()
            if following is None:
                self._screen.finished()
                return False
            self._gave_files = True
            self._screen.page(following)
