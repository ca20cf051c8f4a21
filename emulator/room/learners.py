"""Who learns here: accounts with a secret each, in a file that only its owner reads.

The access key id of a learner is the account id: LocalStack takes twelve digits for the account itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FIRST_ACCOUNT = 100_000_000_001


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner."""

    number: int
    """from 1"""
    secret: str
    """the secret access key"""

    @property
    def account_id(self) -> str:
        """The account, and the access key id: 12 digits."""
        return str(FIRST_ACCOUNT + self.number - 1)

    @property
    def name(self) -> str:
        """Such as ``learner-07``."""
        return f"learner-{self.number:02}"


def read(file: Path) -> list[Learner]:
    """Those in ``file``; none where there is no file. Raises ValueError if it cannot be understood."""
    try:
        text = file.read_text()
    except FileNotFoundError:
        return []
    try:
        return [Learner(int(each["number"]), str(each["secret"])) for each in json.loads(text)]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file} has no list of learners") from error


def write(file: Path, learners: Sequence[Learner]) -> None:
    """Keep ``learners`` in ``file``: all of them, or those that were there."""
    write_private(file, json.dumps([asdict(each) for each in learners], indent=1) + "\n")


def write_private(file: Path, text: str) -> None:
    """Write a file that its owner alone reads, in a folder of which that is true, too."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    partial.rename(file)
