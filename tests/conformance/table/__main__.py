"""``python -m tests.conformance.table``: print the table's summary; ``--run`` its tests first; ``--write`` the page."""

from __future__ import annotations

import argparse
import sys
import textwrap

import pytest

from tests.conformance.table.named_tests import TESTS, files_by_row
from tests.conformance.table.page import PAGE, render
from tests.conformance.table.rows import read_sections
from tests.conformance.table.table import Table


def main() -> int:
    """Do as asked; the exit code is the tests', or 1 when names and rows contradict each other."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.table", description="The conformance table.")
    parser.add_argument("--run", action="store_true", help="run the tests that cover a row, before the summary")
    parser.add_argument("--write", action="store_true", help="write docs/conformance.md")
    options = parser.parse_args()
    table = Table(read_sections(), files_by_row())
    if mistakes := table.mistakes():
        print("\n".join(mistakes), file=sys.stderr)
        return 1
    if options.write:
        PAGE.write_text(render(table))
    files = {str(TESTS / file) for files in table.files.values() for file in files}
    if options.run and (failed := pytest.main(sorted(files))):
        return failed
    print_summary(table)
    return 0


def print_summary(table: Table) -> None:
    """A line a section, and which rows are open."""
    print(f"\n{'':38}{'rows':>10}{'covered':>10}{'explained':>10}{'open':>10}")
    for section in table.sections:
        count = table.count(section.rows())
        print(
            f"{section.letter}  {section.title:35}{count.rows:10}{count.covered:10}{count.explained:10}{count.open:10}"
        )
    for section in table.sections:
        if ids := table.open(section):
            print(textwrap.fill(f"open: {' '.join(ids)}", width=78, initial_indent="\n", subsequent_indent="      "))


if __name__ == "__main__":
    sys.exit(main())
