"""Does at installation what the emulator would do at its first start: compiles bytecode, builds the service catalog."""

from __future__ import annotations

import compileall
import importlib
from importlib.util import find_spec

from scripts import service_catalog

# The services come from these two, imported when a service gets its first request.
_PACKAGES = ("localstack", "moto")
# Everything else is imported by these before the emulator listens.
_IMPORTED_AT_START = ("localstack.runtime.main", "localstack.aws.app", "localstack.runtime.server.twisted")


def main() -> None:
    """Compile first, as building the catalog imports much of it."""
    for package in _PACKAGES:
        spec = find_spec(package)
        assert spec is not None and spec.submodule_search_locations
        compileall.compile_dir(spec.submodule_search_locations[0], quiet=2, workers=0)
    for module in _IMPORTED_AT_START:
        importlib.import_module(module)
    service_catalog.build()


if __name__ == "__main__":
    main()
