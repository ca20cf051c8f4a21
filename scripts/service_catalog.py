"""LocalStack's index of all AWS operations, which it needs to recognise a request.

LocalStack builds it at the first request of every new state folder: two seconds, and 390 MB that the process keeps.
Set-up builds it once, and each emulator starts with a copy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from scripts.setup.layout import SERVICE_CATALOG


def build() -> None:
    """Build the catalog of the installed LocalStack and botocore. Takes two seconds."""
    from localstack.aws import spec

    SERVICE_CATALOG.mkdir(parents=True, exist_ok=True)
    catalog = SERVICE_CATALOG / spec._get_catalog_filename()
    with tempfile.TemporaryDirectory(dir=SERVICE_CATALOG) as draft:
        spec.build_service_index_cache(f"{draft}/{catalog.name}")
        Path(draft, catalog.name).replace(catalog)


def provide(cache: Path) -> None:
    """Put the catalog into ``cache`` (``localstack.config.dirs.cache``), unless it is there.

    A catalog of another version does no harm: LocalStack looks for the file name of its own.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for catalog in SERVICE_CATALOG.glob("service-catalog-*.dill"):
        if not (cache / catalog.name).exists():
            draft = cache / f".{catalog.name}.{os.getpid()}"
            shutil.copyfile(catalog, draft)
            draft.replace(cache / catalog.name)
