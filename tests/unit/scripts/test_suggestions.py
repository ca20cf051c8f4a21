from __future__ import annotations

from scripts.suggestions import did_you_mean


def test_the_nearest_name_is_proposed_whatever_its_case() -> None:
    assert did_you_mean("createvirsu", ["hello", "createVirus"]) == "Did you mean createVirus?"


def test_without_a_near_one_all_are_named() -> None:
    assert did_you_mean("zzz", ["hello", "createVirus"]) == "There are: hello, createVirus."
    assert did_you_mean("zzz", []) == "There are: none yet."
