from __future__ import annotations

import json

import pytest

from infra.errors import StackError
from infra.report import Action, Change, Difference
from scripts.provisioning import Provisioning

CHANGES = (
    Change("function", "hello", Action.UPDATED, (Difference("Timeout", 6, 9),)),
    Change("route", "api DELETE /virus/{id}", Action.CREATED),
    Change("integration", "[not markup]", Action.CREATED),
    Change("table", "table", Action.UNCHANGED),
)


def test_shows_changes_and_counts_what_is_unchanged(capsys: pytest.CaptureFixture[str]) -> None:
    with Provisioning("Deploying") as provisioning:
        for change in CHANGES:
            provisioning.report(change)
    assert capsys.readouterr().out.splitlines() == [
        "updated   function hello",
        "          Timeout  6 → 9",
        "created   route api DELETE /virus/{id}",
        "created   integration [not markup]",
        "1 updated, 2 created, 1 unchanged.",
    ]
    assert provisioning.changes_anything


def test_a_plan_says_what_is_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with Provisioning("Comparing", planned=True) as provisioning:
        provisioning.report(CHANGES[0])
        provisioning.report(Change("role", "old", Action.DELETED))
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "update    function hello"
    assert shown[-2:] == ["delete    role old", "1 to update, 1 to delete."]


def test_json_is_all_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with Provisioning("Deploying", as_json=True) as provisioning:
        for change in CHANGES:
            provisioning.report(change)
    described = json.loads(capsys.readouterr().out)
    assert described["unchanged"] == 1
    assert described["changes"][0] == {
        "kind": "function",
        "name": "hello",
        "action": "updated",
        "differences": [{"property": "Timeout", "old": 6, "new": 9}],
    }


def test_without_changes_nothing_would_change() -> None:
    with Provisioning("Comparing") as provisioning:
        provisioning.report(CHANGES[-1])
    assert not provisioning.changes_anything


def test_an_error_ends_it_without_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StackError), Provisioning("Deploying"):
        raise StackError("There is no function [hallo].")
    assert capsys.readouterr() == ("", "")
