"""What must be on the machine before set-up can bring the rest: Node.js with npm."""

from __future__ import annotations

import re
import shutil
import subprocess

from scripts.setup.errors import SetupError

_INSTALL_NODE = (
    "install Node.js 20.19, 22.13, 24 or newer, with npm (https://nodejs.org, `brew install node`, or your version "
    "manager)"
)


def check() -> None:
    """Raise SetupError, saying what to install, when Node.js or npm is missing, broken or too old."""
    node = shutil.which("node")
    if node is None:
        raise SetupError(f"Petri needs Node.js, which was not found: {_INSTALL_NODE}.")
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise SetupError(f"Petri needs Node.js, and {node} does not run: {_INSTALL_NODE}.") from error
    version = re.match(r"v(\d+)\.(\d+)", answer)
    if version is None or not _is_supported(*map(int, version.groups())):
        raise SetupError(f"Petri cannot use Node.js {answer.strip()} ({node}): {_INSTALL_NODE}.")
    if shutil.which("npm") is None:
        raise SetupError(f"Petri needs npm, which was not found next to {node}: {_INSTALL_NODE}.")


def _is_supported(major: int, minor: int) -> bool:
    """What Vite and ESLint ask for: the "engines" of package.json."""
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 13) or major >= 24
