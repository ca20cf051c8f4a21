"""Every check knows its step: it fails at the start, passes with the solution, and names typical mistakes."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from learn.run import Result
from learn.steps import solution_files, starting_files
from tests.workshop.arrange import arrangement, leftover
from tests.workshop.course import STEPS, Course, Mistake
from tests.workshop.mistakes import MISTAKES, STARTERS

CASES = [(name, mistake) for name in STEPS for mistake in MISTAKES[name]]
MISTAKES_PER_STEP = 3
# Seconds: what a wrong solution never does need not be waited for.
IMPATIENT = 1.5


def require_named(result: Result, says: str, place: str = "") -> None:
    """The check failed, with this message and place."""
    assert not result.passed
    assert says in result.message
    assert str(result.place or "").startswith(place)


def test_every_step_has_its_mistakes() -> None:
    assert STARTERS.keys() == MISTAKES.keys() == STEPS.keys()
    assert all(len(mistakes) >= MISTAKES_PER_STEP for mistakes in MISTAKES.values())


@pytest.mark.parametrize("name", STEPS)
def test_starter_fails(course: Course, name: str) -> None:
    step = STEPS[name]
    require_named(course.check(step, starting_files(step), IMPATIENT), STARTERS[name])


@pytest.mark.parametrize("name", STEPS)
def test_solution_passes(course: Course, name: str) -> None:
    step = STEPS[name]
    course.write(solution_files(step))
    with arrangement(course, name):
        result = course.check(step)
    assert result.passed, result.message


@pytest.mark.parametrize(("name", "mistake"), CASES, ids=[f"{name}: {mistake.says}" for name, mistake in CASES])
def test_mistake_is_named(course: Course, name: str, mistake: Mistake) -> None:
    step = STEPS[name]
    files = mistake.apply(solution_files(step))
    course.write(files)
    course.forget_connections()
    with leftover(course, mistake.leaves) if mistake.leaves else nullcontext():
        result = course.check(step, patience=IMPATIENT)
    require_named(result, mistake.says, mistake.place)


@pytest.mark.parametrize(
    ("answer", "path"), [('{"delay": %s}', "$.delay"), ('{"how": {"long": %s}}', "$.how.long"), ("%s", "$")]
)
def test_a_delay_may_have_any_name(course: Course, answer: str, path: str) -> None:
    step = STEPS["4/02-state-machine"]
    files = solution_files(step)
    for file, old, new in (
        ("lambdas/virus/choose_delay.py", '{"seconds": random.randint(1, 60)}', answer % "random.randint(1, 60)"),
        ("state_machines/create_virus_later.asl.json", "$.seconds", path),
    ):
        assert old in files[file]
        files |= {file: files[file].replace(old, new)}
    result = course.check(step, files)
    assert result.passed, result.message


def test_a_list_that_comes_late_is_waited_for(course: Course) -> None:
    """It would hold a virus that a message announces afterwards."""
    step = STEPS["3/11-no-double"]
    files = solution_files(step)
    for file, line, seconds in (("virus/get", "    found =", 0.5), ("shared/messages", "    found =", 1)):
        file = f"lambdas/{file}.py"
        assert line in files[file]
        files |= {file: "import time\n" + files[file].replace(line, f"    time.sleep({seconds})\n{line}")}
    result = course.check(step, files)
    assert result.passed, result.message
