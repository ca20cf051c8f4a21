"""Where the code of a function version is: unpacked from its package, or a folder of the developer's (hot reload)."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from localstack import config
from localstack.aws.connect import connect_to
from localstack.constants import AWS_REGION_US_EAST_1
from localstack.services.lambda_.invocation.lambda_models import HotReloadingCode, S3Code

from emulator.lambda_runtime.code_archive import CodeStore
from emulator.lambda_runtime.runtimes import RuntimeUnavailableError

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import FunctionVersion

_store = CodeStore(Path(config.dirs.tmp) / "lambda")


def prepare(version: FunctionVersion) -> None:
    """Have the code of a version that will run; it needs one `release`.

    Raises:
        UnsafeArchiveError, zipfile.BadZipFile: the package must not, or cannot, be unpacked.
        RuntimeUnavailableError: the function has no code that can run here.
    """
    match version.config.code:
        case S3Code() as code:
            _store.acquire(code.id, partial(_fetch, code))
        case HotReloadingCode() as code:
            _folder(code)
        case _:
            raise RuntimeUnavailableError("Petri runs functions from Zip packages and folders only: no images.")


def release(version: FunctionVersion) -> None:
    """The version is gone."""
    if isinstance(version.config.code, S3Code):
        _store.release(version.config.code.id)


def use(version: FunctionVersion) -> AbstractContextManager[Path]:
    """The folder with the code, for as long as a process runs in it. Raises what `prepare` raises."""
    match version.config.code:
        case S3Code() as code:
            return _store.use(code.id, partial(_fetch, code))
        case HotReloadingCode() as code:
            return nullcontext(_folder(code))
    raise RuntimeUnavailableError("Petri runs functions from Zip packages and folders only: no images.")


def changes(version: FunctionVersion) -> Callable[[], object] | None:
    """What tells whether the code has changed since: asked twice, it gives the same as long as it has not.

    None: it never changes. LocalStack's convention for a folder that does: bucket ``hot-reload``, key its path.
    """
    code = version.config.code
    return partial(_state_of, _folder(code)) if isinstance(code, HotReloadingCode) else None


def _folder(code: HotReloadingCode) -> Path:
    folder: Path = code.get_unzipped_code_location()
    if not folder.is_dir():
        raise RuntimeUnavailableError(f"The function's code is to be in the folder {folder}, which does not exist.")
    return folder


def _state_of(folder: Path) -> tuple[int, int]:
    """How many files there are, and when the latest of them was written."""
    times = [
        (parent / name).stat(follow_symlinks=False).st_mtime_ns
        for parent, _, names in folder.walk()
        if parent.name != "__pycache__"
        for name in names
    ]
    return len(times), max(times, default=0)


def _fetch(code: S3Code) -> io.BytesIO:
    """The deployment package, from the bucket in which LocalStack's Lambda service keeps it."""
    s3 = connect_to(region_name=AWS_REGION_US_EAST_1, aws_access_key_id=config.INTERNAL_RESOURCE_ACCOUNT).s3
    return io.BytesIO(s3.get_object(Bucket=code.s3_bucket, Key=code.s3_key)["Body"].read())
