"""The managed runtimes that are installed: which interpreter runs a function, and how."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


class RuntimeUnavailableError(Exception):
    """A function asks for a runtime that cannot run here. The message says what to do about it."""


@dataclass(frozen=True)
class Runtime:
    """How processes of one managed runtime are started."""

    identifier: str
    """As in CreateFunction's ``Runtime``: ``python3.13``."""
    command: tuple[str, ...]
    """Program and arguments; the lifeline's descriptor number and the handler are appended."""
    directory: Path
    """``LAMBDA_RUNTIME_DIR``: the runtime's own packages (its interface client and AWS SDK)."""
    search_path: tuple[str, ...]
    """Folders for the front of ``PATH``."""
    variables: dict[str, str]
    """Environment variables that only this runtime has."""


def find_runtime(identifier: str | None) -> Runtime:
    """The installed runtime for a function's ``Runtime`` setting (None for a container image function).

    Raises:
        RuntimeUnavailableError: not a runtime of ours, or not installed.
    """
    match identifier:
        case "python3.12" | "python3.13":
            return _python(identifier)
        case "nodejs20.x" | "nodejs22.x" | "nodejs24.x":
            return _node(identifier)
        case "provided.al2" | "provided.al2023":
            return _provided(identifier)
    raise RuntimeUnavailableError(
        f"Petri has no Lambda runtime {identifier!r}. It has python3.12, python3.13, nodejs20.x, nodejs22.x, "
        "nodejs24.x and provided.al2023, with Zip packages."
    )


def _python(identifier: str) -> Runtime:
    interpreter = _python_environment(identifier) / "bin" / "python"
    if identifier == "python3.13" and (chosen := os.environ.get("PETRI_LAMBDA_PYTHON")):
        interpreter = Path(chosen)
    if not interpreter.exists():
        advice = f"Install Python {identifier.removeprefix('python')} and run `make install`"
        raise RuntimeUnavailableError(
            f"The Lambda runtime {identifier} is not installed: {interpreter} does not exist. {advice}."
        )
    packages = interpreter.parent.parent / "lib" / identifier / "site-packages"
    return Runtime(
        identifier=identifier,
        # -P: the folder of bootstrap.py is no place to import a function's modules from.
        command=(str(interpreter), "-P", str(_PACKAGE / "python_runtime" / "bootstrap.py")),
        directory=packages,
        search_path=(str(interpreter.parent),),
        # LC_CTYPE makes Python speak UTF-8 whatever locales the machine has.
        variables={"LC_CTYPE": "C.UTF-8", "PYTHONPATH": str(packages)},
    )


def _python_environment(identifier: str) -> Path:
    return _CHECKOUT / ".tools" / f"lambda-{identifier}"


def _node(identifier: str) -> Runtime:
    node = os.environ.get("PETRI_LAMBDA_NODE") or shutil.which("node")
    if not node:
        raise RuntimeUnavailableError(
            f"The Lambda runtime {identifier} needs Node.js, which was not found: install it, or set PETRI_LAMBDA_NODE."
        )
    folder = _PACKAGE / "node_runtime"
    major = identifier.removeprefix("nodejs").removesuffix(".x")
    return Runtime(
        identifier=identifier,
        command=(node, str(folder / "bootstrap.mjs")),
        directory=folder,
        search_path=(str(Path(node).parent),),
        variables={"NODE_PATH": f"/opt/nodejs/node{major}/node_modules:/opt/nodejs/node_modules"},
    )


def _provided(identifier: str) -> Runtime:
    folder = _PACKAGE / "provided_runtime"
    # It starts the function's own executable; any Python will do, and this one is there.
    return Runtime(
        identifier=identifier,
        command=(sys.executable, "-I", "-S", str(folder / "launcher.py")),
        directory=folder,
        search_path=(),
        variables={},
    )
