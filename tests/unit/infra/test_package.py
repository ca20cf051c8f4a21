from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from infra.application import APPLICATION, LAMBDAS, Function
from infra.errors import StackError
from infra.package import Package, build

CREATE = Function("createVirus", "virus.create.handler")


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the functions' folder."""
    return shutil.copytree(LAMBDAS, tmp_path / "lambdas")


def names(package: Package) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(package.archive)).namelist()


def test_contains_the_functions_own_module_and_what_is_shared(code: Path) -> None:
    shared = sorted(f"shared/{file.name}" for file in (LAMBDAS / "shared").glob("*.py"))
    assert names(build(code, CREATE)) == [*shared, "virus/__init__.py", "virus/create.py"]
    assert names(build(code, Function("hello", "hello.handler"))) == ["hello.py", *shared]


def test_the_packaged_source_is_the_source(code: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(build(code, CREATE).archive))
    assert archive.read("virus/create.py") == (code / "virus" / "create.py").read_bytes()
    assert archive.testzip() is None


def test_files_can_be_read_by_the_user_that_lambda_runs_as(code: Path) -> None:
    """Lambda keeps the archive's permissions, and runs the function as another user."""
    (code / "virus" / "create.py").chmod(0o600)
    archive = zipfile.ZipFile(io.BytesIO(build(code, CREATE).archive))
    assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_digest_is_lambdas(code: Path) -> None:
    package = build(code, CREATE)
    assert package.sha256 == base64.b64encode(hashlib.sha256(package.archive).digest()).decode()


def test_same_sources_give_the_same_bytes_wherever_and_whenever_they_were_written(code: Path, tmp_path: Path) -> None:
    before = build(code, CREATE)
    elsewhere = tmp_path / "elsewhere"
    for file in sorted(code.rglob("*.py"), reverse=True):  # written in another order
        copy = elsewhere / file.relative_to(code)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
        os.utime(copy, (1_000_000_000, 1_000_000_000))
    assert build(elsewhere, CREATE) == before


@pytest.mark.parametrize(
    ("file", "matters"), [("virus/create.py", True), ("shared/table.py", True), ("virus/get.py", False)]
)
def test_digest_changes_with_the_functions_own_code(code: Path, file: str, matters: bool) -> None:
    before = build(code, CREATE)
    (code / file).write_text((code / file).read_text() + "\n# changed\n")
    assert (build(code, CREATE).sha256 != before.sha256) == matters


def test_bytecode_left_by_tests_is_not_packaged(code: Path) -> None:
    before = build(code, CREATE)
    cache = code / "shared" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "table.cpython-313.pyc").write_bytes(b"bytecode")
    assert build(code, CREATE) == before


def test_a_missing_handler_is_named(code: Path) -> None:
    with pytest.raises(
        StackError, match=r"Function a: its handler is virus\.burn\.handler, but .*burn\.py is not there"
    ):
        build(code, Function("a", "virus.burn.handler"))


@pytest.mark.parametrize("function", APPLICATION.functions, ids=lambda function: function.name)
def test_every_function_of_the_application_can_be_packaged(function: Function) -> None:
    module = function.handler.rpartition(".")[0].replace(".", "/") + ".py"
    assert module in names(build(APPLICATION.code, function))
