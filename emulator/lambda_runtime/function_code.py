"""Where the code of a function version is: unpacked from its package, or a folder of the developer's (hot reload)."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from localstack import config
from localstack.aws.connect import connect_to
from localstack.constants import AWS_REGION_US_EAST_1
from localstack.services.lambda_.invocation.lambda_models import HotReloadingCode, S3Code

from emulator.lambda_runtime.code_archive import CodeStore
from emulator.lambda_runtime.places import Places
from emulator.lambda_runtime.runtimes import RuntimeUnavailableError

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import FunctionVersion

# More than an invocation waits for an environment.
_LAST_CALL_SECONDS = 60.0

_store = CodeStore(Path(config.dirs.tmp) / "lambda")


def prepare(version: FunctionVersion) -> None:
    """Have the code and the layers of a version that will run; it needs one `release`.

    Raises:
        UnsafeArchiveError, zipfile.BadZipFile: a package must not, or cannot, be unpacked.
        RuntimeUnavailableError: the function has no code that can run here.
    """
    if isinstance(version.config.code, HotReloadingCode):
        _folder(version.config.code)
    with ExitStack() as acquired:
        for code in _packages(version):
            _store.acquire(code.id, partial(_fetch, code))
            acquired.callback(_store.release, code.id)
        acquired.pop_all()


def release(version: FunctionVersion) -> None:
    """The version was replaced or deleted.

    Its code stays for a while: invocations that wait for the version may still start a process of it (`assignment`),
    and LocalStack has deleted the package by then.
    """
    for code in _packages(version):
        forget = threading.Timer(_LAST_CALL_SECONDS, _store.release, (code.id,))
        forget.daemon = True
        forget.start()


@contextmanager
def use(version: FunctionVersion) -> Iterator[Places]:
    """The folders with the code and the layers, while a process runs in them. Raises what `prepare` raises."""
    code = version.config.code
    with ExitStack() as used:
        for package in _packages(version):
            used.enter_context(_store.use(package.id, partial(_fetch, package)))
        layers = tuple(_directory(layer.code) for layer in reversed(version.config.layers))
        yield Places(_directory(code), layers)


def _directory(code: S3Code | HotReloadingCode) -> Path:
    return _folder(code) if isinstance(code, HotReloadingCode) else _store.directory(code.id)


def _packages(version: FunctionVersion) -> list[S3Code]:
    """The archives of a version: its own, and its layers'."""
    code = version.config.code
    if not isinstance(code, S3Code | HotReloadingCode):
        raise RuntimeUnavailableError("Petri runs functions from Zip packages and folders only: no images.")
    return [each for each in (code, *(layer.code for layer in version.config.layers)) if isinstance(each, S3Code)]


def remove_all() -> None:
    """Leave nothing behind, once no process runs any more."""
    _store.clear()


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
