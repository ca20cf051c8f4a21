"""The conformance table: rows, tests' names and the generated page agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.table.named_tests import files_by_row, row_ids
from tests.conformance.table.page import PAGE, render
from tests.conformance.table.rows import Row, Section, read_sections
from tests.conformance.table.table import Count, Table


@pytest.fixture(scope="module")
def table() -> Table:
    return Table(read_sections(), files_by_row())


def test_names_and_rows_agree(table: Table) -> None:
    """Each row that a test names exists, and none that a test covers has a reason for having no test."""
    assert not table.mistakes()


def test_the_page_is_up_to_date(table: Table) -> None:
    if PAGE.read_text() != render(table):
        pytest.fail("docs/conformance.md is not what rows and tests' names say: run `make conformance-table`.")


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("test_denied_a13", ["A13"]),
        ("test_denied_a13_b105_d34", ["A13", "B105", "D34"]),
        ("test_a13_denied", []),
        ("test_body_in_base64", []),
        ("test_e01", []),
    ],
)
def test_row_ids_are_at_the_end_of_a_name(name: str, ids: list[str]) -> None:
    assert row_ids(name) == ids


def test_files_are_parsed(tmp_path: Path) -> None:
    """Functions and methods, one file once, however often a test is parametrised; helpers do not count."""
    source = """
import nothing_of_that_name
def test_one_a01_a02(): ...
@pytest.mark.parametrize("x", [1, 2])
async def test_two_a02(x): ...
class TestMore:
    def test_three_b07(self): ...
def helper_a99(): ...
"""
    (tmp_path / "http").mkdir()
    file = tmp_path / "http" / "test_x.py"
    file.write_text(source)
    (tmp_path / "support.py").write_text("def test_no_test_file_a98(): ...")
    expected = [Path("http/test_x.py")]
    assert files_by_row(tmp_path) == {"A01": expected, "A02": expected, "B07": expected}


def test_rows_are_counted_by_state() -> None:
    rows = [Row("A01", "H", "covered"), Row("A02", "M", "explained", "no DNS here"), Row("A03", "L", "open")]
    section = Section("A", "Example", {"Group": rows})
    table = Table([section], {"A01": [Path("unit/test_x.py")]})
    count = table.count(rows)
    assert (count, count.open) == (Count(rows=3, covered=1, explained=1), 1)
    assert table.open(section) == ["A03"]
    page = render(table)
    assert "| A01 | covered | H | [test_x.py](../tests/unit/test_x.py) |" in page
    assert "| A02 | explained | M | no DNS here |" in page
    assert "| A03 | open | L | — |" in page


def test_mistakes_are_told() -> None:
    rows = [Row("A01", "H", "covered, and explained", "a reason")]
    table = Table([Section("A", "Example", {"Group": rows})], {"A01": [Path("test_x.py")], "A77": [Path("test_y.py")]})
    unknown, needless = table.mistakes()
    assert "A77" in unknown
    assert "test_y.py" in unknown
    assert "A01" in needless


@pytest.mark.parametrize("line", ['B01 = ["H", "of another file"]', 'A01 = ["X", "no mark"]', 'A01 = ["H"]'])
def test_a_malformed_row_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "rows.toml").write_text(f'letter = "A"\ntitle = "Example"\n[groups.Group]\n{line}\n')
    with pytest.raises(ValueError, match=line[:3]):
        read_sections(tmp_path)
