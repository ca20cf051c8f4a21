"""Run the tools set-up is made of (pip, uv, npm, apt) and explain their failures."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from scripts.setup import bundled
from scripts.setup.errors import SetupError
from scripts.setup.layout import CACHE, ROOT

_LINES_KEPT = 15
_SECONDS_TO_END = 5.0

_running: set[subprocess.Popen[str]] = set()
_stopping = threading.Event()


def run(command: Sequence[str | Path], *, advice: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a command to its end.

    Raises SetupError, with the last lines it printed and ``advice`` on what to do, when it fails.
    """
    name = " ".join([Path(command[0]).name, *(str(word) for word in command[1:3])])
    try:
        process = subprocess.Popen(  # noqa: S603 - the commands are ours
            [str(word) for word in command],
            cwd=cwd,
            env={**environment(), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # A group of its own, so that stop_all() reaches what the command has started in turn.
            start_new_session=True,
        )
    except OSError as error:
        raise SetupError(f"`{name}` could not be started ({error.strerror}). {advice}") from error
    _running.add(process)
    try:
        if _stopping.is_set():
            _stop(process)
        assert process.stdout is not None
        with process.stdout as lines:
            last = deque((line.rstrip() for line in lines), maxlen=_LINES_KEPT)
        code = process.wait()
    finally:
        _running.discard(process)
    if code != 0:
        if bundled.is_bundled():
            advice = f"This folder was installed from a bundle, which has its packages. {bundled.ADVICE}"
        raise SetupError(f"`{name}` failed (exit code {code}). {advice}", list(last))


def stop_all() -> None:
    """End the commands that are running, and any that a step still starts: set-up has failed or was interrupted."""
    _stopping.set()
    for process in list(_running):
        _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_SECONDS_TO_END)
        os.killpg(process.pid, signal.SIGKILL)


def environment() -> dict[str, str]:
    """The caller's environment, with caches inside the checkout and without what would lead Python astray.

    Indexes, proxies, certificates and caches that the user has configured stay in force; out of a bundle, the indexes
    are the bundle's.
    """
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    }
    defaults = {
        "PIP_CACHE_DIR": str(CACHE / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_CACHE_DIR": str(CACHE / "uv"),
        "UV_PYTHON_DOWNLOADS": "never",
        # The certificates of the system, as pip and curl use: a company's own authority is only there.
        "UV_SYSTEM_CERTS": "1",
        "UV_NO_PROGRESS": "1",
        "npm_config_update_notifier": "false",
    }
    if inherited.get("PIP_INDEX_URL"):
        defaults["UV_DEFAULT_INDEX"] = inherited["PIP_INDEX_URL"]
    if not any(name.lower() == "npm_config_cache" for name in inherited):
        defaults["npm_config_cache"] = str(CACHE / "npm")
    near = bundled.variables() if bundled.is_bundled() else {}
    return {**defaults, **inherited, **near}
