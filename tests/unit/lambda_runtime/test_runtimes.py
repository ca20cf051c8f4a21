from __future__ import annotations

from pathlib import Path

import pytest

from emulator.lambda_runtime.runtimes import RuntimeUnavailableError, find_runtime


def test_runtime_that_is_not_ours() -> None:
    with pytest.raises(RuntimeUnavailableError, match=r"'ruby3.4'.*python3.13"):
        find_runtime("ruby3.4")


def test_runtime_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PETRI_LAMBDA_PYTHON", str(tmp_path / "bin" / "python"))
    with pytest.raises(RuntimeUnavailableError, match="make install"):
        find_runtime("python3.13")


def test_interpreter_of_another_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    interpreter = tmp_path / "bin" / "python"
    interpreter.parent.mkdir()
    interpreter.touch()
    monkeypatch.setenv("PETRI_LAMBDA_PYTHON", str(interpreter))
    runtime = find_runtime("python3.13")
    assert runtime.command[0] == str(interpreter)
    assert runtime.directory == tmp_path / "lib" / "python3.13" / "site-packages"


def test_default_is_below_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PETRI_LAMBDA_PYTHON", raising=False)
    checkout = Path(__file__).parents[3]
    assert find_runtime("python3.13").command[0] == str(checkout / ".tools" / "lambda-python3.13" / "bin" / "python")
