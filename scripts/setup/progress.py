"""Shows set-up at work: a live line for each step on a terminal, plain lines anywhere else."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text

from scripts.setup.commands import stop_all
from scripts.setup.step import Skipped, Step


class _Elapsed(ProgressColumn):
    """Seconds since the step began."""

    max_refresh = 0.1

    def render(self, task: Task) -> Text:
        return Text("" if task.elapsed is None else f"{task.elapsed:5.1f} s", style="dim")


class Display:
    """What the person watching sees of each step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = console.is_terminal
        self._progress = Progress(
            SpinnerColumn(style="cyan"),
            TextColumn("{task.description}"),
            _Elapsed(),
            TextColumn("[dim]{task.fields[doing]}"),
            console=console,
            transient=True,
        )

    def run(self, step: Step) -> None:
        """Run ``step`` and show how it goes."""
        began = time.monotonic()
        title = escape(step.title)
        task = self._progress.add_task(f"{title:<28}", total=None, doing="")

        def report(doing: str) -> None:
            self._progress.update(task, doing=doing)
            if not self._live:
                self._console.print(f"[dim]…[/] {title:<28} [dim]{escape(doing)}[/]")

        try:
            step.run(report)
        except Skipped as reason:
            self._console.print(f"[yellow]–[/] {title:<28} {escape(str(reason))}")
        else:
            self._console.print(f"[green]✓[/] {title:<28} [dim]{time.monotonic() - began:5.1f} s[/]")
        finally:
            self._progress.remove_task(task)

    def __enter__(self) -> Display:
        if self._live:
            self._progress.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._live:
            self._progress.stop()


def run_lanes(lanes: list[list[Step]], console: Console) -> None:
    """Run the lanes side by side, the steps of one lane in order; what is done already is left alone.

    The first failure ends the other lanes' commands, and is raised.
    """
    failed = Event()

    def run_lane(lane: list[Step]) -> None:
        for step in lane:
            if failed.is_set() or step.is_done():
                continue
            try:
                display.run(step)
            except Exception:
                if failed.is_set():
                    return  # ended because another lane failed, which is what people should read about
                console.print(f"[red]✗[/] {escape(step.title)}")
                raise

    with Display(console) as display, ThreadPoolExecutor(len(lanes)) as pool:
        futures = [pool.submit(run_lane, lane) for lane in lanes]
        try:
            done, _pending = wait(futures, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        except BaseException:
            failed.set()
            stop_all()
            raise
