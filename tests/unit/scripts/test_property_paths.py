from __future__ import annotations

from infra.report import Difference
from scripts.property_paths import lines_of


def shown(property_: str, old: object, new: object) -> list[str]:
    return list(lines_of([Difference(property_, old, new)]))


def test_each_value_that_differs_has_a_line_under_its_path() -> None:
    old = {"MaxAge": 300, "AllowOrigins": ["a", "b"], "AllowMethods": ["GET", "POST"]}
    new = {"MaxAge": 60, "AllowOrigins": ["c"], "AllowMethods": ["POST", "GET"]}
    assert shown("Cors", old, new) == ["Cors.MaxAge        300 → 60", 'Cors.AllowOrigins  ["a", "b"] → ["c"]']


def test_lists_of_objects_are_compared_one_by_one() -> None:
    old = {"Statement": [{"Resource": "table/a"}, {"Resource": "same"}]}
    new = {"Statement": [{"Resource": "table/b"}, {"Resource": "same"}, {"Resource": "more"}]}
    assert shown("Policy", old, new) == [
        "Policy.Statement[0].Resource  table/a → table/b",
        'Policy.Statement[2]           (none) → {"Resource": "more"}',
    ]


def test_code_is_shown_by_the_beginning_of_its_digest() -> None:
    assert shown("CodeSha256", "abcdefghijkl=", "mnopqrstuvwx=") == ["code  abcdefgh → mnopqrst"]


def test_long_values_are_cut_and_missing_ones_named() -> None:
    assert shown("Description", None, "x" * 100) == [f"Description  (none) → {'x' * 59}…"]
