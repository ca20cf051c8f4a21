"""One file with the state of one service: written whole or not at all, and read only if it is whole."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from localstack.constants import VERSION

FORMAT = 1
"""Counts the changes of this file format. A file with a higher number was written by a newer Petri."""


class StateFileError(Exception):
    """The file cannot be read. The message says why, and what to do."""


def write(file: Path, content: bytes) -> None:
    """Replace ``file``. Whoever reads it, and whatever kills this process, sees the old content or the new one."""
    header = {"format": FORMAT, "localstack": VERSION, "bytes": len(content), "sha256": _digest(content)}
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    # Function environment variables and the like: for nobody else's eyes.
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        target.write(json.dumps(header).encode() + b"\n")
        target.write(content)
    draft.replace(file)


def read(file: Path) -> bytes:
    """What :func:`write` was given.

    Raises StateFileError when the file is truncated, damaged, or of a newer Petri.
    """
    header_line, _, content = file.read_bytes().partition(b"\n")
    try:
        header = json.loads(header_line)
        wanted = (int(header["format"]), int(header["bytes"]), str(header["sha256"]), str(header["localstack"]))
    except (ValueError, KeyError, TypeError):
        raise StateFileError("it is no state file of Petri, or its beginning is lost") from None
    version, size, digest, localstack = wanted
    if version > FORMAT:
        raise StateFileError(f"a newer Petri has written it (format {version}, this one knows {FORMAT})")
    if len(content) != size:
        raise StateFileError(f"it is truncated: it has {len(content)} of {size} bytes")
    if _digest(content) != digest:
        raise StateFileError("its content is damaged: the checksum differs")
    if localstack != VERSION:
        raise StateFileError(f"LocalStack {localstack} has written it, this is LocalStack {VERSION}")
    return content


def set_aside(file: Path) -> Path:
    """Rename a file that cannot be used, so that it is not overwritten; returns its new name."""
    number = 1
    while (kept := file.with_name(f"{file.name}.refused-{number}")).exists():
        number += 1
    file.rename(kept)
    return kept


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
