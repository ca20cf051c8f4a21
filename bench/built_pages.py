"""What `npm run build` makes of the game and the console, and how large that is on the wire."""

from __future__ import annotations

import gzip
import os
import subprocess
from typing import TYPE_CHECKING

from scripts.setup.layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def build(workspace: str, folder: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Build the pages of ``frontend/{workspace}`` in ``folder``; returns that."""
    subprocess.run(
        [
            *("npm", "run", "build", "--silent", "--workspace", f"frontend/{workspace}", "--"),
            *("--outDir", str(folder), "--emptyOutDir", "--logLevel", "error"),
        ],
        cwd=ROOT,
        check=True,
        env={**os.environ, **(environment or {})},
    )
    return folder


def kilobytes(files: Iterable[Path]) -> float:
    """Size of files, compressed as servers do it, except for those that are already: fonts."""
    return sum(len(_on_the_wire(file)) for file in files) / 1000


def _on_the_wire(file: Path) -> bytes:
    content = file.read_bytes()
    return content if file.suffix == ".woff2" else gzip.compress(content, mtime=0)
