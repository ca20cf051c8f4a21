"""Which test covers which row: the name of a test ends with the rows it proves, ``test_denied_is_403_a13_a75``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[2]

_ROW_IDS = re.compile(r"(?:_[a-d]\d{2,3})+$")


def row_ids(test_name: str) -> list[str]:
    """The rows at the end of a test's name: ``["A13", "A75"]``."""
    match = _ROW_IDS.search(test_name)
    return match[0].removeprefix("_").upper().split("_") if match else []


def files_by_row(folder: Path = TESTS) -> dict[str, list[Path]]:
    """By row id the files, relative to ``folder``, whose tests name it. Files are parsed, not imported."""
    found: dict[str, set[Path]] = {}
    for file in folder.rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text(), file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for row_id in row_ids(node.name):
                    found.setdefault(row_id, set()).add(file.relative_to(folder))
    return {row_id: sorted(files) for row_id, files in found.items()}
