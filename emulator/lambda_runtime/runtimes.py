"""The managed runtimes that are installed: which interpreter runs a function, and how."""

from __future__ import annotations

import os
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
    if identifier == "python3.13":
        return _python_3_13()
    raise RuntimeUnavailableError(
        f"Petri has no Lambda runtime {identifier!r}. Use Runtime python3.13 (Zip packages only)."
    )


def _python_3_13() -> Runtime:
    default = _CHECKOUT / ".tools" / "lambda-python3.13" / "bin" / "python"
    interpreter = Path(os.environ.get("PETRI_LAMBDA_PYTHON") or default)
    if not interpreter.exists():
        raise RuntimeUnavailableError(
            f"The Lambda runtime python3.13 is not installed: {interpreter} does not exist. Run `make install`, "
            "or set PETRI_LAMBDA_PYTHON to the Python 3.13 of an environment with requirements-lambda.lock."
        )
    packages = interpreter.parent.parent / "lib" / "python3.13" / "site-packages"
    return Runtime(
        identifier="python3.13",
        # -P: the folder of bootstrap.py is no place to import a function's modules from.
        command=(str(interpreter), "-P", str(_PACKAGE / "python_runtime" / "bootstrap.py")),
        directory=packages,
        search_path=(str(interpreter.parent),),
        # LC_CTYPE makes Python speak UTF-8 whatever locales the machine has.
        variables={"LC_CTYPE": "C.UTF-8", "PYTHONPATH": str(packages)},
    )
