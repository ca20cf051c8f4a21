"""The code of functions on disk: deployment packages unpacked safely, kept as long as somebody needs them."""

from __future__ import annotations

import shutil
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

# AWS's limit for an unpacked deployment package.
MAX_UNPACKED = 250 * 1024 * 1024

_COPY = 1024 * 1024


class UnsafeArchiveError(Exception):
    """The deployment package would write outside its folder, or too much. The message names the entry."""


def unpack(archive: BinaryIO, directory: Path, max_size: int = MAX_UNPACKED) -> None:
    """Unpack a zip into the new folder ``directory`` and make it read-only (conformance D71).

    Files keep their executable bits and nothing else of their modes; links may point inside the package.

    Raises:
        UnsafeArchiveError: an entry leaves the folder, is neither file, folder nor link, or all are too large.
        zipfile.BadZipFile: not a zip, or a broken one.
    """
    directory.mkdir(parents=True)
    links: list[tuple[Path, str]] = []
    size = 0
    with zipfile.ZipFile(archive) as package:
        for entry in package.infolist():
            target = directory / _safe_path(entry.filename)
            mode = entry.external_attr >> 16
            if entry.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if stat.S_ISLNK(mode):
                links.append((target, package.read(entry).decode()))
            elif stat.S_ISREG(mode) or not stat.S_IFMT(mode):
                size = _write(package, entry, target, size, max_size)
                target.chmod(0o555 if mode & 0o111 else 0o444)
            else:
                raise UnsafeArchiveError(f"The deployment package's entry {entry.filename!r} is not a file or a link.")
    # Links come last, when nothing is written through them any more.
    root = directory.resolve()
    for link, destination in links:
        link.unlink(missing_ok=True)
        link.symlink_to(destination)
    for link, destination in links:
        if not link.resolve().is_relative_to(root):
            raise UnsafeArchiveError(
                f"The deployment package's link {link.relative_to(directory)} -> {destination} leaves the package."
            )
    for folder, _, _ in directory.walk(top_down=False):
        folder.chmod(0o555)


def _safe_path(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise UnsafeArchiveError(f"The deployment package's entry {name!r} leads out of the package.")
    return path


def _write(package: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, size: int, max_size: int) -> int:
    """Write one file; the size of all files so far. What an archive says of its sizes is not trusted."""
    target.unlink(missing_ok=True)
    with package.open(entry) as source, target.open("wb") as file:
        while data := source.read(_COPY):
            size += len(data)
            if size > max_size:
                raise UnsafeArchiveError(f"Unzipped size must be smaller than {max_size} bytes.")
            file.write(data)
    return size


def remove(directory: Path) -> None:
    """Remove a read-only tree, if it is there."""
    if not directory.exists():
        return
    for folder, _, _ in directory.walk():
        folder.chmod(0o755)
    shutil.rmtree(directory)


@dataclass
class _Entry:
    users: int
    unpacked: threading.Lock
    directory: Path


class CodeStore:
    """Unpacked packages by key; one is unpacked for its first user and removed after its last. Thread-safe."""

    def __init__(self, root: Path) -> None:
        """Keep everything below ``root``."""
        self._root = root
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()

    def acquire(self, key: str, fetch: Callable[[], BinaryIO]) -> Path:
        """The folder with the package ``key``, which ``fetch`` opens if need be. Each call needs one `release`.

        Raises:
            UnsafeArchiveError, zipfile.BadZipFile: see `unpack`.
        """
        with self._lock:
            entry = self._entries.setdefault(key, _Entry(0, threading.Lock(), self.directory(key)))
            entry.users += 1
        try:
            with entry.unpacked:
                if not entry.directory.exists():
                    self._unpack(entry.directory, fetch)
        except BaseException:
            self.release(key)
            raise
        return entry.directory

    def directory(self, key: str) -> Path:
        """Where a package is, for who has acquired it."""
        return self._root / key

    def release(self, key: str) -> None:
        """Give up what `acquire` gave."""
        with self._lock:
            entry = self._entries[key]
            entry.users -= 1
            if not entry.users:
                del self._entries[key]
                remove(entry.directory)

    @contextmanager
    def use(self, key: str, fetch: Callable[[], BinaryIO]) -> Iterator[Path]:
        """`acquire` and `release` around a block."""
        directory = self.acquire(key, fetch)
        try:
            yield directory
        finally:
            self.release(key)

    def clear(self) -> None:
        """Remove everything, used or not: nobody but root can remove read-only folders without knowing of them."""
        remove(self._root)

    def _unpack(self, directory: Path, fetch: Callable[[], BinaryIO]) -> None:
        try:
            with fetch() as archive:
                unpack(archive, directory)
        except BaseException:
            remove(directory)
            raise
