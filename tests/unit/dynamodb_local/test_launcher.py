"""The launcher's class file is what its source says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from emulator.dynamodb_local.installation import LAUNCHER, LAUNCHER_CLASSES, engine_folder


@pytest.mark.skipif(
    shutil.which("javac") is None, reason="there is no Java compiler (javac) to build the launcher with"
)
def test_the_class_file_is_built_from_the_source(tmp_path: Path) -> None:
    """Rebuild it with: javac --release 17 -cp 'DynamoDBLocal.jar:DynamoDBLocal_lib/*' LoopbackLauncher.java."""
    engine = engine_folder()
    subprocess.run(
        [
            *("javac", "--release", "17", "-d", str(tmp_path)),
            *("-cp", f"{engine / 'DynamoDBLocal.jar'}:{engine / 'DynamoDBLocal_lib'}/*"),
            str(LAUNCHER_CLASSES / f"{LAUNCHER}.java"),
        ],
        check=True,
    )
    assert (tmp_path / f"{LAUNCHER}.class").read_bytes() == (LAUNCHER_CLASSES / f"{LAUNCHER}.class").read_bytes()
