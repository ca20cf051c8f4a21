"""What install.sh of a bundle does: make sure that all is there and fits this machine, then set up as ever.

Exit code 2 with one sentence when it does not. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.setup import prerequisites
from scripts.setup.bundled import MANIFEST
from scripts.setup.errors import SetupError
from scripts.setup.layout import ROOT

UNUSABLE = 2
"""The exit code when nothing was set up."""

_AGAIN = "copy the archive again, and unpack all of it"
_NAMED = 3


def main() -> int:
    """Check, and set up. Returns the exit code."""
    try:
        manifest = _read_manifest()
        _check_machine(manifest)
        _check_disk(manifest)
        prerequisites.check()
        _check_files(manifest)
    except SetupError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    print(f"All {len(manifest['files'])} files are as they were packed.", flush=True)
    command = [str(ROOT / "scripts" / "setup" / "run.sh"), "--dev"]
    code = subprocess.run(command, env={**os.environ, "PETRI_PYTHON": sys.executable}, check=False).returncode  # noqa: S603
    if code == 0:
        print("Petri is installed: start it with `make up`.")
    return code


def _read_manifest() -> Any:
    try:
        return json.loads(MANIFEST.read_text())
    except FileNotFoundError:
        raise SetupError(f"This bundle is not complete ({MANIFEST} is missing): {_AGAIN}.") from None
    except (OSError, ValueError) as error:
        raise SetupError(f"This bundle is damaged ({MANIFEST}: {error}): {_AGAIN}.") from None


def _check_machine(manifest: Any) -> None:
    here = platform_name()
    if manifest["platform"] != here:
        raise SetupError(
            f"This bundle is for {manifest['platform']}, and this machine is {here}: "
            "make one with `petri bundle` on a machine like this one."
        )
    library, version = platform.libc_ver()
    wanted = tuple(map(int, manifest["glibc"].split("."))) if manifest["glibc"] else ()
    if library == "glibc" and tuple(map(int, version.split("."))) < wanted:
        raise SetupError(
            f"This bundle needs glibc {manifest['glibc']}, and this machine has {version}: "
            "use a newer system, or make a bundle with `petri bundle` on one like this."
        )


def _check_disk(manifest: Any) -> None:
    free = shutil.disk_usage(ROOT).free
    if free < manifest["bytes_installed"]:
        raise SetupError(
            f"There are {free / 1e9:.1f} GB free at {ROOT}, and Petri needs {manifest['bytes_installed'] / 1e9:.1f} GB "
            "more: make room, or unpack the bundle elsewhere."
        )


def _check_files(manifest: Any) -> None:
    missing, altered = [], []
    for name, expected in manifest["files"].items():
        try:
            with (ROOT / name).open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != expected:
                    altered.append(name)
        except OSError:
            missing.append(name)
    for names, what in ((missing, "missing"), (altered, "not as packed")):
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            verb = "is" if len(names) == 1 else "are"
            raise SetupError(f"This bundle is damaged ({', '.join(names[:_NAMED])}{more} {verb} {what}): {_AGAIN}.")


def platform_name() -> str:
    """The system and the processor that compiled packages are for: ``linux x86_64``."""
    return f"{sys.platform} {platform.machine()}"


if __name__ == "__main__":
    sys.exit(main())
