"""One learner's folder and stack, brought from one step to the next as a test needs it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import pytest

from infra import stack
from learn import run
from learn.application_file import load
from learn.deployment import Deployment
from learn.run import Result
from learn.steps import Files, Step, all_steps, starting_files
from learn.vocabulary import TABLE
from tests.conftest import Emulator

STEPS = {step.name: step for step in all_steps()}


@dataclass(frozen=True)
class Mistake:
    """What a learner may do instead of the solution, and what a check must say about it.

    ``file`` has ``old`` in the solution, and ``new`` instead; without ``old`` it has nothing but ``new``.
    """

    file: str
    old: str
    new: str
    says: str
    place: str = ""
    """the file, or file and line, that is named; any if empty"""
    leaves: str = ""
    """instead of a mistake in a file: what of the stack is not removed, ``table``, ``rule`` or ``api``"""

    def apply(self, files: Files) -> Files:
        """The files with the mistake."""
        if self.leaves:
            return files
        if self.old:
            assert self.old in files[self.file], f"{self.file} has no {self.old!r}"
        return files | {self.file: files[self.file].replace(self.old, self.new) if self.old else self.new}


@dataclass
class Course:
    """The folder, its stack, and the emulator they are in."""

    emulator: Emulator
    folder: Path
    deployment: Deployment
    said: list[str] = field(default_factory=list)

    def write(self, files: Files) -> None:
        """Make the folder contain these files and no others."""
        for file in [file for file in self.folder.rglob("*") if file.is_file()]:
            if file.relative_to(self.folder).as_posix() not in files:
                file.unlink()
        for name, text in files.items():
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)

    def check(self, step: Step, files: Files | None = None, patience: float = 10.0) -> Result:
        """Check a step, with these files."""
        if files is not None:
            self.write(files)
            self.forget_connections()
        return run.check(step, self.folder, self.deployment, self.emulator.endpoint, patience)

    def forget_connections(self) -> None:
        """Tests of failing functions leave items of connections."""
        dynamodb, key = self.emulator.client("dynamodb"), {"partitionKey": {"S": "Connection"}}
        with suppress(dynamodb.exceptions.ResourceNotFoundException):
            for item in dynamodb.scan(TableName=TABLE)["Items"]:
                if item["partitionKey"] == key["partitionKey"]:
                    dynamodb.delete_item(TableName=TABLE, Key=key | {"sortKey": item["sortKey"]})

    def remove(self) -> None:
        """Remove the stack."""
        stack.remove(self.deployment.session, lambda _change: None, load(self.folder))
        self.deployment.forget()


@contextmanager
def open_course(emulator: Emulator, folder: Path) -> Iterator[Course]:
    """A folder and a stack that are removed in the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", emulator.endpoint)
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        said: list[str] = []
        course = Course(emulator, folder, Deployment(boto3.Session(region_name="eu-west-1"), said.append), said)
        yield course
        course.write(starting_files(all_steps()[0]))
        course.remove()
        shutil.rmtree(folder)
