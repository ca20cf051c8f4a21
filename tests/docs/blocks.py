"""The commands of the documentation: what its texts show in blocks of code, and what they name within lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.setup.layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = re.compile(r"^ *```(?P<language>[^\n]*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_REMARK = re.compile(r"\s+# .*$")

SHELL = ("sh", "bash", "console")


@dataclass(frozen=True)
class Command:
    """One command, and what the text shows of its output."""

    page: str
    """the text's path in the checkout"""

    text: str
    output: str = ""


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    page: str
    language: str
    text: str


def pages() -> list[Path]:
    """All texts, as a reader would take them: first README.md."""
    return [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("workshop/session-*/*/page.md"))]


def blocks() -> Iterator[Block]:
    """Every block of every text, in order."""
    for page in pages():
        for match in _BLOCK.finditer(page.read_text()):
            yield Block(page.relative_to(ROOT).as_posix(), match["language"].strip(), match["text"])


def commands() -> list[Command]:
    """Every command in a block for a shell, in order."""
    found = []
    for block in blocks():
        if block.language == "console":
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                found.append(Command(block.page, command.strip(), output.strip()))
        elif block.language in SHELL:
            lines = block.text.replace("\\\n", " ").splitlines()
            words = (re.sub(r"\s+", " ", _REMARK.sub("", line)).strip() for line in lines)
            found += [Command(block.page, line) for line in words if line and not line.startswith("#")]
    return found


def spans() -> Iterator[tuple[str, str]]:
    """Every piece of code within a line: its page, its text."""
    for page in pages():
        for span in _SPAN.findall(_BLOCK.sub("", page.read_text())):
            yield page.relative_to(ROOT).as_posix(), span
