"""Reads the learner's ``application.py``, whatever it does."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path

from infra.application import Application
from learn.wrong import Place, Wrong

FILE = "application.py"
SECONDS = 10.0
_LINE = re.compile(r'File ".*?application\.py", line (\d+)')
_REPOSITORY = Path(__file__).resolve().parent.parent


def load(folder: Path) -> Application:
    """The application that the file describes. Raises Wrong when there is none."""
    file = folder / FILE
    if not file.is_file():
        raise Wrong(f"{FILE} is not there. `petri learn reset` brings it back.")
    command = [sys.executable, "-m", "learn.describe", str(file)]
    try:
        answer = subprocess.run(command, cwd=_REPOSITORY, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Wrong(f"{FILE} is still running after {SECONDS:.0f} seconds: does it loop?", Place(FILE)) from None
    if answer.returncode or not answer.stdout:
        raise _problem(answer.stderr.decode(errors="replace"))
    # Written by our own process; what the file could do there, it could do with the rights of the learner anyway.
    application: Application = pickle.loads(answer.stdout)  # noqa: S301
    _require_known_functions(application)
    return application


def _problem(said: str) -> Wrong:
    lines = [line for line in said.strip().splitlines() if line.strip()]
    line = max(map(int, _LINE.findall(said)), default=None) if "SyntaxError" in said else _last_line(said)
    return Wrong(f"{FILE} cannot be read: {lines[-1] if lines else 'it ended without a word'}", Place(FILE, line))


def _last_line(said: str) -> int | None:
    found = _LINE.findall(said)
    return int(found[-1]) if found else None


def _require_known_functions(application: Application) -> None:
    names = [function.name for function in application.functions]
    for function in application.functions:
        if function.reads_stream and not application.table_stream:
            raise Wrong(
                f"{function.name} should read the stream, but the table has none: table_stream=True.", Place(FILE)
            )
        if function.reads_stream and not function.may_read_stream:
            raise Wrong(f"{function.name} reads the stream, but its role may not: may_read_stream=True.", Place(FILE))
    users = {
        **{f"route {key}": name for key, name in (application.http_routes | application.websocket_routes).items()},
        **{f"rule {rule.name}": rule.target for rule in application.event_rules},
        **{f"schedule {schedule.expression}": schedule.function for schedule in application.schedules},
    }
    targets = names + [machine.name for machine in application.state_machines]
    for user, name in users.items():
        if name not in (targets if user.startswith("rule ") else names):
            known = ", ".join(names) or "none"
            raise Wrong(f"{user} leads to {name!r}, but there is no such function. There are: {known}.", Place(FILE))
    for name in names:
        if names.count(name) > 1:
            raise Wrong(f"There are two functions with the name {name}.", Place(FILE))
