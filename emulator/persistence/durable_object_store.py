"""Where S3 keeps objects: LocalStack's store in memory, which also writes each object to a file of its own.

After a start an object is in its file, and comes to memory when somebody wants it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any, Literal

from localstack.services.s3.models import S3Object
from localstack.services.s3.storage.ephemeral import (
    S3_MAX_FILE_SIZE_BYTES,
    EphemeralS3ObjectStore,
    EphemeralS3StoredObject,
    LockedSpooledTemporaryFile,
)

_COPY_BYTES = 1024 * 1024


class DurableS3ObjectStore(EphemeralS3ObjectStore):
    """``folder`` has a folder for each bucket, and in it a file for each version of an object."""

    def __init__(self, folder: Path, root_directory: str) -> None:
        super().__init__(root_directory)
        self._folder = folder

    def open(self, bucket: str, s3_object: S3Object, mode: Literal["r", "w"] = "r") -> EphemeralS3StoredObject:
        """An object to read or to write; it is in its file when it is closed after writing."""
        self._bring_to_memory(bucket, s3_object)
        stored = super().open(bucket, s3_object, mode)
        if mode == "w":
            return _WrittenToFile(stored, self._file(bucket, s3_object))
        return stored

    def remove(self, bucket: str, s3_object: S3Object | list[S3Object]) -> None:
        """Delete objects."""
        super().remove(bucket, s3_object)
        for removed in s3_object if isinstance(s3_object, list) else [s3_object]:
            self._file(bucket, removed).unlink(missing_ok=True)

    def delete_bucket(self, bucket: str) -> None:
        """Delete what a bucket's objects have left."""
        super().delete_bucket(bucket)
        shutil.rmtree(self._folder / bucket, ignore_errors=True)

    def reset(self) -> None:
        """Delete everything."""
        super().reset()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _file(self, bucket: str, s3_object: S3Object) -> Path:
        # A key may be longer than a file name, and have slashes and dots.
        name = hashlib.sha256(f"{s3_object.key}?{s3_object.version_id or 'null'}".encode()).hexdigest()
        return self._folder / bucket / name

    def _bring_to_memory(self, bucket: str, s3_object: S3Object) -> None:
        key, source = self._key_from_s3_object(s3_object), self._file(bucket, s3_object)
        if self._get_object_file(bucket, key) is not None or not source.exists():
            return
        folder = Path(self.root_directory, bucket)
        folder.mkdir(parents=True, exist_ok=True)
        content = LockedSpooledTemporaryFile(dir=str(folder), max_size=S3_MAX_FILE_SIZE_BYTES)
        with source.open("rb") as stored:
            shutil.copyfileobj(stored, content, _COPY_BYTES)
        content.internal_last_modified = s3_object.internal_last_modified
        self._filesystem[bucket]["keys"].setdefault(key, content)


class _WrittenToFile(EphemeralS3StoredObject):
    """An object that is being written. It takes the place of ``stored``, whose lock it holds."""

    def __init__(self, stored: EphemeralS3StoredObject, target: Path) -> None:
        self.__dict__.update(vars(stored))
        self._target = target

    def close(self) -> None:
        """Copy the content to its file, while nobody else can write."""
        if not self.closed:
            with self.file.position_lock:
                self.file.seek(0)
                _replace(self._target, self.file)
        super().close()


def _replace(target: Path, content: Any) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(content, file, _COPY_BYTES)
    draft.replace(target)
