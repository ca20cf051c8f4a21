"""A function's deployment package."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.application import Function
from infra.errors import StackError

SHARED = "shared"
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
REGULAR_FILE_READABLE_BY_ALL = 0o100644 << 16


@dataclass(frozen=True)
class Package:
    """A zip archive, and the digest by which Lambda names its content (``CodeSha256``)."""

    archive: bytes
    sha256: str


def build(code: Path, function: Function) -> Package:
    """Pack a function's own module and the shared package.

    The same sources give the same bytes, on any machine at any time, so the digest tells whether the code changed.
    """
    buffer = io.BytesIO()
    # Stored, not deflated: compressed bytes differ between versions of zlib, and the sources are small.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for source in sorted(sources(code, function)):
            entry = zipfile.ZipInfo(source.relative_to(code).as_posix(), EARLIEST_ZIP_DATE)
            entry.create_system = 3  # Unix, wherever we are
            entry.external_attr = REGULAR_FILE_READABLE_BY_ALL
            archive.writestr(entry, source.read_bytes())
    content = buffer.getvalue()
    return Package(content, base64.b64encode(hashlib.sha256(content).digest()).decode())


def sources(code: Path, function: Function) -> Iterator[Path]:
    """The files of a function's package: its module, the packages around that, and the shared one.

    Raises StackError when the module is not there.
    """
    module = function.handler.rpartition(".")[0]
    own = code.joinpath(*module.split(".")).with_suffix(".py")
    if not own.is_file():
        raise StackError(f"Function {function.name}: its handler is {function.handler}, but {own} is not there.")
    yield own
    package = own.parent
    while package != code:
        if (marker := package / "__init__.py").is_file():
            yield marker
        package = package.parent
    yield from (code / SHARED).rglob("*.py")
