"""Where the learner is, and what happens to the files when that changes."""

from __future__ import annotations

from dataclasses import dataclass

from learn.steps import Step, all_steps, starting_files
from learn.work_folder import WorkFolder


class NoSuchStep(Exception):  # noqa: N818
    """``str()`` says what was asked for, and what there is."""


@dataclass(frozen=True)
class Course:
    """The steps, and the folder of one learner."""

    work: WorkFolder

    def current(self) -> Step:
        """The step the learner is at; the first one, with its files, for a new learner."""
        steps = {step.name: step for step in all_steps()}
        name = self.work.current
        if name in steps:
            return steps[name]
        first = next(iter(steps.values()))
        self._begin(first)
        return first

    def pass_current(self) -> Step | None:
        """Note that the current step is done and go to the next; None after the last one."""
        step = self.current()
        self.work.note(passed=[*(name for name in self.work.passed if name != step.name), step.name])
        steps = all_steps()
        following = [each.name for each in steps].index(step.name) + 1
        if following == len(steps):
            return None
        self._begin(steps[following])
        return steps[following]

    def next_hint(self) -> str:
        """One more hint, the last one again when all were seen."""
        step, seen = self.current(), self.work.hints_seen
        hint = step.hints[min(seen, len(step.hints) - 1)]
        self.work.note(hints_seen=min(seen + 1, len(step.hints)))
        return hint

    def take_solution(self) -> tuple[list[str], list[str]]:
        """Write the current step's solution. Returns the files written, and the copies of what was there."""
        step = self.current()
        return self.work.replace(step.solve(starting_files(step)))

    def reset(self) -> tuple[list[str], list[str]]:
        """Make the files as they are at the current step's start. Returns the same."""
        return self.work.replace(starting_files(self.current()))

    def jump(self, wanted: str) -> tuple[Step, list[str], list[str]]:
        """Go to a step, given as ``3/04-delete-connection``, ``3/04`` or ``3/4``, with its files."""
        step = self._find(wanted)
        self.work.note(current=step.name, hints_seen=0)
        return step, *self.reset()

    def _begin(self, step: Step) -> None:
        self.work.give(step.starter)
        self.work.note(current=step.name, hints_seen=0)

    @staticmethod
    def _find(wanted: str) -> Step:
        session, _, rest = wanted.partition("/")
        number = rest.partition("-")[0]
        for step in all_steps():
            own_session, _, own_rest = step.name.partition("/")
            same_number = number.isdecimal() and int(own_rest.partition("-")[0]) == int(number)
            if step.name == wanted or (own_session == session and same_number and "-" not in rest):
                return step
        raise NoSuchStep(f"There is no step {wanted}. `petri learn list` shows all of them.")
