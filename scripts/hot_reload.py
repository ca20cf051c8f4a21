"""A saved source file becomes running code: what `petri up --watch` does when something in lambdas/ changes.

A source that Python cannot read is told at once, with file and line, and the functions that have it keep their old
code until it is mended: whoever tests in a second window is not disturbed by half a line. Whatever else is wrong with
the code shows where it does on AWS, in the answer to the next invocation and in the function's log.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import watchfiles

from infra import functions, package
from infra.application import Application, Function
from infra.aws import Aws
from infra.errors import PROVISIONING_ERRORS, StackError, explain
from infra.report import Change

# Milliseconds: how long nothing more must change before a change counts, and how long to wait for that at most. So
# often, too, watchfiles wakes up while nobody saves anything.
_STEP = 20
_DEBOUNCE = 50


class HotReload:
    """Keeps the code of deployed functions like their sources, from now on."""

    def __init__(self, aws: Aws, application: Application, say: Callable[[str], None]) -> None:
        """``say`` gets one line for each thing that happened."""
        self._aws = aws
        self._application = application
        self._say = say
        self._broken: set[Path] = set()
        # What is deployed as of now: only what changes later is of interest.
        self._deployed = {function.name: self._digest(function) for function in application.functions}

    def watch(self, stop: threading.Event) -> None:
        """Follow the sources until ``stop`` is set."""
        for changes in watchfiles.watch(
            self._application.code,
            watch_filter=watchfiles.PythonFilter(),
            step=_STEP,
            debounce=_DEBOUNCE,
            stop_event=stop,
            raise_interrupt=False,
        ):
            self.reload([Path(path) for _, path in changes])

    def reload(self, saved: Iterable[Path]) -> None:
        """Bring the functions up to date whose sources have changed; ``saved`` are the files to look at."""
        for source in saved:
            self._check(source)
        with ThreadPoolExecutor() as executor:
            for _ in executor.map(self._update, self._application.functions):
                pass

    def _check(self, source: Path) -> None:
        self._broken.discard(source)
        if not source.exists():
            return
        try:
            compile(source.read_bytes(), source, "exec")
        except (SyntaxError, ValueError) as error:
            self._broken.add(source)
            line = getattr(error, "lineno", None)
            where = f"{self._name(source)}:{line}" if line else self._name(source)
            reason = getattr(error, "msg", None) or str(error)
            self._say(f"{where}: {type(error).__name__}: {reason}.{self._consequence(source)}")

    def _update(self, function: Function) -> None:
        began = time.monotonic()
        try:
            if not self._broken.isdisjoint(package.sources(self._application.code, function)):
                return
            digest = package.build(self._application.code, function).sha256
            if digest == self._deployed[function.name]:
                return
            updates: list[Change] = []
            functions.update_code(self._aws, self._application, function, updates.append)
        except (StackError, OSError, *PROVISIONING_ERRORS) as error:
            reason = str(error) if isinstance(error, OSError) else explain(error)
            self._say(f"{function.name} keeps its old code: {reason}")
        else:
            self._deployed[function.name] = digest
            self._say(f"{function.name} has new code after {(time.monotonic() - began) * 1000:.0f} ms")

    def _consequence(self, source: Path) -> str:
        held = [function.name for function in self._application.functions if source in self._sources(function)]
        return f" Until that is mended, the old code serves: {', '.join(held)}" if held else ""

    def _sources(self, function: Function) -> list[Path]:
        try:
            return list(package.sources(self._application.code, function))
        except StackError:
            return []

    def _digest(self, function: Function) -> str | None:
        try:
            return package.build(self._application.code, function).sha256
        except (StackError, OSError):
            return None

    def _name(self, source: Path) -> str:
        return source.relative_to(self._application.code.parent).as_posix()
