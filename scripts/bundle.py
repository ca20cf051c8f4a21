"""``petri bundle``: Petri and every package it needs in one archive, for machines without a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scripts import bundle_archive, bundle_packages
from scripts.errors import PetriError
from scripts.options import AsJson
from scripts.output import print_json
from scripts.setup.errors import SetupError
from scripts.setup.layout import ROOT


def bundle(
    file: Annotated[
        Path | None,
        typer.Argument(help="The archive to write.", show_default="petri-VERSION-PLATFORM.tar in the current folder"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Pack Petri and its packages for machines without a network.

    They must be of this kind, and have Python 3.13, Node.js and make.

    There: tar -xf ARCHIVE, and in the folder that appears ./install.sh
    """
    console = Console(highlight=False, stderr=as_json)
    archive = (file or Path(bundle_archive.default_name())).absolute()
    if archive.is_dir() or not archive.parent.is_dir():
        raise PetriError(f"{archive} is not a file that can be written: name one in a folder that exists.")
    # The pages of the console, too, are to be those of today.
    if subprocess.run([ROOT / "scripts" / "setup" / "run.sh"], stdout=sys.stderr, check=False).returncode:  # noqa: S603
        raise PetriError("Set-up has failed, so there is nothing to pack: see above.")
    try:
        with console.status("Collecting the Python packages: the first time they are downloaded …"):
            python = bundle_packages.python_packages()
        with console.status("Collecting the npm packages …"):
            npm = bundle_packages.npm_packages()
        with console.status(f"Writing {archive.name} …"):
            digest = bundle_archive.write(archive, python, npm)
    except SetupError as error:
        raise PetriError("\n".join([*(f"    {line}" for line in error.output), str(error)])) from error
    except OSError as error:
        raise PetriError(
            f"{archive} could not be written ({error.strerror}): make room, or name another file."
        ) from error
    if as_json:
        print_json({"file": archive, "bytes": archive.stat().st_size, "sha256": digest})
        return
    console.print(f"[green]✓[/] {archive} ({archive.stat().st_size / 1e6:.0f} MB)", soft_wrap=True)
    console.print(f"  {len(python)} Python and {len(npm)} npm packages. SHA-256: {digest}", soft_wrap=True)
    console.print("  There: tar -xf ARCHIVE && petri/install.sh")
