"""A bundle of this checkout, and machines without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.setup.layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PYTHON = os.path.realpath(sys.executable)


@dataclass
class FreshMachine:
    """A folder with an unpacked bundle, an empty home, and no more of the machine than Python, Node.js and make."""

    folder: Path
    queries: Path
    """The names that anything asked a name server for."""

    def run(self, *command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder, with a network or without."""
        node = shutil.which("node")
        assert node
        home = self.folder.parent / "home"
        home.mkdir(exist_ok=True)
        path = f"{Path(PYTHON).parent}:{Path(node).parent}:/usr/sbin:/usr/bin:/sbin:/bin"
        return subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=800,
            check=False,
        )

    def run_offline(self, *command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command where there is no network; what it leaves behind has none either."""
        return self.run(PYTHON, Path(__file__).with_name("no_network.py"), self.queries, *command, **variables)

    def install(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """What a user does first."""
        return self.run("./install.sh", **variables)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive as `petri bundle` writes it."""
    archive = tmp_path_factory.mktemp("bundle") / "petri.tar"
    petri = Path(sys.executable).with_name("petri")
    written = subprocess.run([petri, "bundle", archive], cwd=ROOT, capture_output=True, text=True, check=False)
    assert written.returncode == 0, written.stdout + written.stderr
    yield archive
    archive.unlink()


@pytest.fixture(scope="session")
def unpacked(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What it unpacks to, to be left as it is."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(bundle) as tar:
        tar.extractall(folder, filter="data")
    yield folder / "petri"
    shutil.rmtree(folder)


@pytest.fixture
def machine(unpacked: Path, tmp_path: Path) -> Iterator[FreshMachine]:
    """A copy of that, to install and to spoil; large files are the same on disk until they are replaced."""
    folder = tmp_path / "petri"
    shutil.copytree(unpacked, folder, copy_function=os.link)
    yield FreshMachine(folder, tmp_path / "queries")
    shutil.rmtree(folder)
