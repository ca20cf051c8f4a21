"""Writes a bundle: the checkout's own files, the built pages, the packages, and a list of them with hashes.

The same content makes the same archive, byte for byte.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from scripts.errors import PetriError
from scripts.setup.bundled import MANIFEST, NPM_PACKAGES, PYTHON_PACKAGES, NpmPackage
from scripts.setup.from_bundle import platform_name
from scripts.setup.layout import CACHE, NODE_MODULES, ROOT, TOOLS, VENV
from scripts.setup.steps.console import ConsolePages
from scripts.setup.steps.documentation import DocumentationPages

FOLDER = "petri"
"""What the archive unpacks to."""

_PAGES = (ConsolePages.stamp.parent, DocumentationPages.stamp.parent)
_INSTALLER = ROOT / "scripts" / "setup" / "install.sh"
# Any will do that is always the same; not 0, which some tools take for none.
_MODIFIED = 946_684_800
_GIT = shutil.which("git") or "git"
_MANYLINUX = re.compile(r"manylinux_(\d+)_(\d+)_")


def default_name() -> str:
    """The file's name: ``petri-0.1.0-linux-x86_64.tar``."""
    return f"petri-{_version()}-{platform_name().replace(' ', '-')}.tar"


def write(archive: Path, python: list[Path], npm: list[tuple[NpmPackage, Path]]) -> str:
    """Write the archive, which appears when it is complete. Returns its SHA-256. Raises OSError."""
    contents = {
        **{str(path.relative_to(ROOT)): path for path in _own_files()},
        **{str(path.relative_to(ROOT)): path for folder in _PAGES for path in _files_below(folder)},
        "install.sh": _INSTALLER,
        **{str((PYTHON_PACKAGES / path.name).relative_to(ROOT)): path for path in python},
        **{str((NPM_PACKAGES / package.file).relative_to(ROOT)): path for package, path in npm},
    }
    manifest: dict[str, Any] = {
        "petri": _version(),
        "platform": platform_name(),
        "glibc": _glibc_needed(python),
        "bytes_installed": sum(_size(folder) for folder in (VENV, NODE_MODULES, TOOLS)) - _size(CACHE),
        "python": [_name_and_version(path.name) for path in python],
        "npm": [vars(package) for package, _ in npm],
        "files": {},
    }
    draft = archive.with_name(f".{archive.name}.draft")
    try:
        with draft.open("w+b") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for name, path in sorted(contents.items()):
                    manifest["files"][name] = _add(tar, name, path)
                _add_text(tar, str(MANIFEST.relative_to(ROOT)), json.dumps(manifest, indent=1) + "\n")
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        draft.replace(archive)
    finally:
        draft.unlink(missing_ok=True)
    return digest


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file; returns its SHA-256."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        member = _member(name, status.st_size)
        member.mode = 0o755 if status.st_mode & 0o100 else 0o644
        hashed = _Hashed(file)
        tar.addfile(member, hashed)  # type: ignore[arg-type]  # it only reads
        return hashed.sha256.hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    tar.addfile(_member(name, len(content)), io.BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(f"{FOLDER}/{name}")
    member.size, member.mtime, member.mode = size, _MODIFIED, 0o644
    return member


def _own_files() -> list[Path]:
    """What git has, and would have if all were added: no state, no caches, nothing that is ignored."""
    git = subprocess.run(  # noqa: S603
        [_GIT, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=False,
    )
    if git.returncode == 0:
        return [path for name in git.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    try:
        names = json.loads(MANIFEST.read_text())["files"]
    except (OSError, ValueError, KeyError):
        raise PetriError(
            f"{ROOT} is no clone of Petri's repository, so it is not known which files are Petri's: clone it with git."
        ) from None
    # Out of a bundle itself: what was in that.
    return [path for name in names if not name.startswith(".tools/") and (path := ROOT / name).is_file()]


def _files_below(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _size(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


def _glibc_needed(packages: Iterable[Path]) -> str:
    """The newest glibc that a wheel asks for: pip's index has given the newest that this machine can have."""
    versions = [
        # A wheel with several tags is content with the oldest of them.
        min((int(major), int(minor)) for major, minor in tags)
        for package in packages
        if (tags := _MANYLINUX.findall(package.name))
    ]
    return ".".join(map(str, max(versions))) if versions else ""


def _name_and_version(file: str) -> str:
    words = file.split("-") if file.endswith(".whl") else file.removesuffix(".tar.gz").rsplit("-", 1)
    return f"{words[0]}=={words[1]}"


def _version() -> str:
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return version
