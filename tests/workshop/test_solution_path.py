"""A learner who takes every solution walks from the first step to the last, with the files that are given."""

from __future__ import annotations

import shutil

from learn.course import Course as Learner
from learn.run import check
from learn.steps import all_steps, solution_files
from learn.work_folder import WorkFolder
from tests.workshop.arrange import arrangement
from tests.workshop.course import Course


def test_all_sessions_in_one_run(course: Course) -> None:
    shutil.rmtree(course.folder)
    learner = Learner(WorkFolder(course.folder))
    for step in all_steps():
        assert learner.current().name == step.name
        written, copies = learner.take_solution()
        # What was given and what was solved before is what the next solution begins with.
        own = {
            file.relative_to(course.folder).as_posix(): file.read_text()
            for file in course.folder.rglob("*")
            if file.is_file() and not file.name.endswith(".bak") and not file.name.startswith(".progress")
        }
        assert own == solution_files(step)
        assert len(copies) <= len(written)
        with arrangement(course, step.name):
            result = check(step, course.folder, course.deployment, course.emulator.endpoint, patience=15)
        assert result.passed, f"{step.name}: {result.message}"
        learner.pass_current()
    assert learner.work.passed == [step.name for step in all_steps()]
