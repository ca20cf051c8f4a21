"""What the learner reads."""

from __future__ import annotations

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from learn.run import Result
from learn.steps import Step, all_steps
from learn.work_folder import WorkFolder

KEYS = "[b]h[/] hint · [b]p[/] page · [b]s[/] solution · [b]l[/] list · [b]Enter[/] check · [b]q[/] quit"


class Screen:
    """Prints, and nothing else."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def page(self, step: Step) -> None:
        """A step's page."""
        self._console.print()
        self._console.rule(f"[bold cyan]{step.name}[/]", align="left", style="cyan")
        self._console.print(Markdown(step.page))
        self._console.print()

    def text(self, markdown: str) -> None:
        """Some Markdown."""
        self._console.print(Markdown(markdown))

    def result(self, result: Result) -> None:
        """Whether a step is done; if not, the one thing that is wrong, and where."""
        if result.passed:
            self._console.print(f"[bold green]✓ {result.step} is done.[/]")
        else:
            self._console.print(Panel(_explanation(result), border_style="yellow", title="Not yet", title_align="left"))
        if result.note:
            self._console.print(Text(result.note, "dim"))

    def line(self, text: str, style: str = "") -> None:
        """One line, as it is."""
        self._console.print(Text(text, style), soft_wrap=True)

    def files(self, written: list[str], copies: list[str]) -> None:
        """What was written into the folder, and which copies were made of what was there."""
        for name in written:
            self.line(f"wrote    {name}", "green")
        for name in copies:
            self.line(f"kept     {name}", "yellow")
        if not written:
            self.line("All files are like that already.")

    def keys(self) -> None:
        """Which keys there are."""
        self._console.print(f"[dim]{KEYS}[/]")

    def steps(self, work: WorkFolder) -> None:
        """All steps, what was passed, and where the learner is."""
        passed, session = work.passed, ""
        for step in all_steps():
            if (own := step.name.partition("/")[0]) != session:
                session = own
                self._console.print(f"\n[bold]Session {session}[/]")
            here = step.name == work.current
            sign = "[cyan]▸[/]" if here else "[green]✓[/]" if step.name in passed else "[dim]·[/]"
            self._console.print(f" {sign} {step.name:<32} [{'bold' if here else 'dim'}]{step.title}[/]")

    def finished(self) -> None:
        """After the last step."""
        self._console.print("\n[bold green]That was the last step. Well done![/]")


def _explanation(result: Result) -> Text:
    text = Text(result.message)
    if result.place:
        text.append(f"\n→ {result.place}", "bold cyan")
    return text
