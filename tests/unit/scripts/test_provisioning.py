from __future__ import annotations

import pytest
import typer

from infra.errors import StackError
from infra.report import Action, Change
from scripts.deploy import deploy
from scripts.provisioning import Provisioning


def test_shows_changes_and_counts_what_is_unchanged(capsys: pytest.CaptureFixture[str]) -> None:
    with Provisioning("Deploying") as provisioning:
        provisioning.report(Change("function", "hello", Action.UPDATED))
        provisioning.report(Change("route", "api DELETE /virus/{id}", Action.CREATED))
        provisioning.report(Change("integration", "[not markup]", Action.CREATED))
        provisioning.report(Change("table", "table", Action.UNCHANGED))
    assert capsys.readouterr().out.splitlines() == [
        "updated   function hello",
        "created   route api DELETE /virus/{id}",
        "created   integration [not markup]",
        "1 updated, 2 created, 1 unchanged.",
    ]


def test_an_error_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as end, Provisioning("Deploying"):
        raise StackError("There is no function [hallo].")
    assert end.value.exit_code == 1
    assert capsys.readouterr() == ("", "There is no function [hallo].\n")


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), Provisioning("Deploying"):
        raise ZeroDivisionError


def test_no_emulator(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(typer.Exit):
        deploy()
    assert capsys.readouterr().err == (
        "Nothing answers at http://127.0.0.1:9/. Check the network and AWS_ENDPOINT_URL. "
        "Start the emulator with: petri up\n"
    )
