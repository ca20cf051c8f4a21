"""Whatever a learner's files do, the checker says so and stays up."""

from __future__ import annotations

import pytest

from learn import application_file
from learn.steps import solution_files
from tests.workshop.course import STEPS, Course

STEP = STEPS["2/01-create"]
APPLICATION, CREATE, HELLO = "application.py", "lambdas/virus/create.py", "lambdas/hello.py"


def files_with(file: str, text: str) -> dict[str, str]:
    return solution_files(STEP) | {file: text}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("while True: pass", "is still running after 1 seconds: does it loop?"),
        ("import os; os._exit(7)", "it ended without a word"),
        ("print('x' * 5_000_000)", "must say: application = Application(…)"),
        ("from learn import Application\napplication = Application(functions=7)", "application.py cannot be read"),
        ("def", "SyntaxError: invalid syntax"),
        ("\0", "source code string cannot contain null bytes"),
        ("raise SystemExit", "it ended without a word"),
    ],
)
def test_application_that_cannot_be_read(course: Course, monkeypatch: pytest.MonkeyPatch, text: str, says: str) -> None:
    monkeypatch.setattr(application_file, "SECONDS", 1.0)
    result = course.check(STEP, files_with(APPLICATION, text))
    assert not result.passed
    assert says in result.message
    assert result.place is None or result.place.file == APPLICATION


def test_missing_application(course: Course) -> None:
    files = solution_files(STEP)
    del files[APPLICATION]
    assert "application.py is not there" in course.check(STEP, files).message


def test_megabytes_of_output_are_said(course: Course) -> None:
    noisy = solution_files(STEP)[CREATE].replace(
        "    virus_id", "    print(('x' * 99 + '\\n') * 30_000)\n    virus_id", 1
    )
    course.write(files_with(CREATE, noisy))
    notes = (course.check(STEP).note for _ in range(10))  # logs are delivered a moment later
    assert any("createVirus printed" in note for note in notes)


def test_deleted_table_is_said_and_made_again(course: Course) -> None:
    assert course.check(STEP, solution_files(STEP)).passed
    course.emulator.client("dynamodb").delete_table(TableName="dojo-workshop-table")
    result = course.check(STEP)
    assert "The table is gone" in result.message
    assert course.check(STEP).passed


def test_function_that_deletes_the_table(course: Course) -> None:
    files = solution_files(STEP)
    files[APPLICATION] = files[APPLICATION].replace('"dynamodb:PutItem"', '"dynamodb:PutItem", "dynamodb:DeleteTable"')
    files[CREATE] = files[CREATE].replace("    return ok(", "    table.delete()\n    return ok(")
    assert "The table is gone" in course.check(STEP, files).message
    assert course.check(STEP, solution_files(STEP)).passed


def test_function_that_ends_its_process(course: Course) -> None:
    result = course.check(STEP, files_with(CREATE, "import os\n\n\ndef handler(event, context):\n    os._exit(1)\n"))
    assert "POST /virus was answered with 500" in result.message
