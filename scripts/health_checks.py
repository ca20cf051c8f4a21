"""What Petri needs of a machine, as checks that each say what they found and what to do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scripts import emulator, frontend, ports
from scripts.aws_env import DEFAULT_HOST, DEFAULT_PORT, port_number
from scripts.errors import PetriError
from scripts.setup.errors import SetupError
from scripts.setup.layout import NODE_MODULES, VENV
from scripts.state_folder import StateFolder

_GAME_PORT = 3000
_MEGABYTE = 1_000_000
# Emulator, engine, functions and the game's server take 600 MB.
_MEMORY_NEEDED, _MEMORY_WANTED = 400 * _MEGABYTE, 1000 * _MEGABYTE
_DISK_NEEDED, _DISK_WANTED = 100 * _MEGABYTE, 1000 * _MEGABYTE
_FILES_WANTED = 1024
_SECONDS_OF_A_CHILD = 20


class Verdict(StrEnum):
    """How grave it is."""

    OK = "ok"
    WARNING = "warning"
    """Petri runs, but something will not work, or not well"""
    PROBLEM = "problem"
    """must be mended"""


@dataclass(frozen=True)
class Finding:
    """The outcome of a check."""

    check: str
    verdict: Verdict
    found: str
    advice: str = ""


def findings(state: StateFolder) -> Iterator[Finding]:
    """The outcome of each check, one after the other."""
    port, game_port = _port("PETRI_PORT", DEFAULT_PORT), _port("PORT", _GAME_PORT)
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("Python", _python),
        ("Node.js", _node),
        ("packages", _packages),
        ("DynamoDB Local", _engine),
        (f"port {port}", lambda: _emulator_port(state, port)),
        (f"port {game_port}", lambda: _game_port(state, game_port)),
        ("memory", _memory),
        ("disk", lambda: _disk(state.path)),
        ("open files", _open_files),
        ("isolation", _user_namespaces),
        ("*.localhost", _names),
        ("clock", _clock),
    )
    for name, check in checks:
        try:
            yield check()
        except (OSError, subprocess.SubprocessError) as error:
            yield Finding(name, Verdict.WARNING, f"could not be checked: {error}")


def _port(variable: str, default: int) -> int:
    return port_number(variable, os.environ[variable]) if variable in os.environ else default


def _python() -> Finding:
    return Finding("Python", Verdict.OK, f"{sys.version.split()[0]} ({sys.prefix})")


def _node() -> Finding:
    from scripts.setup import prerequisites

    try:
        prerequisites.check()
    except SetupError as error:
        return Finding("Node.js", Verdict.PROBLEM, "not usable", str(error))
    node = shutil.which("node") or "node"
    return Finding("Node.js", Verdict.OK, f"{_output([node, '--version'])} ({node})")


def _packages() -> Finding:
    missing = [str(folder) for folder in (VENV, NODE_MODULES) if not folder.is_dir()]
    if missing:
        return Finding("packages", Verdict.PROBLEM, f"{', '.join(missing)} missing", "Run `make install`.")
    return Finding("packages", Verdict.OK, "installed")


def _engine() -> Finding:
    from emulator.dynamodb_local import installation

    try:
        installation.engine_folder()
        version = _output([str(installation.java()), "-version"]).partition("\n")[0]
    except installation.EngineNotInstalledError as error:
        return Finding("DynamoDB Local", Verdict.PROBLEM, "not installed", str(error))
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("DynamoDB Local", Verdict.PROBLEM, f"Java does not run: {error}", "Run `make install`.")
    return Finding("DynamoDB Local", Verdict.OK, f"installed, {version}")


def _emulator_port(state: StateFolder, port: int) -> Finding:
    if running := emulator.find(state):
        check = f"port {running.command.port}"
        if emulator.answers(running.command):
            return Finding(check, Verdict.OK, f"Petri answers at {running.command.public_url}")
        advice = "Start it anew: petri down && petri up"
        return Finding(check, Verdict.PROBLEM, f"Petri (process {running.process.pid}) does not answer", advice)
    host = os.environ.get("PETRI_HOST", DEFAULT_HOST)
    return _free(host, port, f"End it, or choose another: PETRI_PORT={port + 1} petri up")


def _game_port(state: StateFolder, port: int) -> Finding:
    if game := frontend.find(state):
        return Finding(f"port {game.port}", Verdict.OK, f"the game is at {game.url}")
    return _free("127.0.0.1", port, f"End it, or choose another: PORT={port + 1} petri up")


def _free(host: str, port: int, advice: str) -> Finding:
    try:
        ports.require_free(host, port, advice="")
    except PetriError as error:
        return Finding(f"port {port}", Verdict.PROBLEM, str(error).strip(), advice)
    return Finding(f"port {port}", Verdict.OK, "free")


def _memory() -> Finding:
    import psutil

    free = psutil.virtual_memory().available
    advice = "Close other programs: Petri with the game takes about 600 MB."
    return _amount("memory", free, _MEMORY_NEEDED, _MEMORY_WANTED, "available", advice)


def _disk(folder: Path) -> Finding:
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK):
        return Finding("disk", Verdict.PROBLEM, f"{there} may not be written", "Look who owns it, or use --state DIR.")
    free = shutil.disk_usage(there).free
    return _amount("disk", free, _DISK_NEEDED, _DISK_WANTED, f"free at {there}", "Make room, or use --state DIR.")


def _amount(check: str, free: int, needed: int, wanted: int, what: str, advice: str) -> Finding:
    found = f"{free / 1e9:.1f} GB {what}"
    if free < wanted:
        return Finding(check, Verdict.PROBLEM if free < needed else Verdict.WARNING, found, advice)
    return Finding(check, Verdict.OK, found)


def _open_files() -> Finding:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = "unlimited" if hard == resource.RLIM_INFINITY else str(hard)
    found = f"{soft} allowed, up to {most}"
    if hard != resource.RLIM_INFINITY and hard < _FILES_WANTED:
        advice = "Each WebSocket takes one: raise the limit (`ulimit -Hn`, or /etc/security/limits.conf)."
        return Finding("open files", Verdict.WARNING, found, advice)
    return Finding("open files", Verdict.OK, found)


def _user_namespaces() -> Finding:
    if sys.platform != "linux":
        return Finding("isolation", Verdict.OK, "functions share this machine's files, as on every system but Linux")
    tried = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            "import os; os.unshare(os.CLONE_NEWNS | (os.CLONE_NEWUSER if os.geteuid() else 0))",
        ],
        capture_output=True,
        timeout=_SECONDS_OF_A_CHILD,
        check=False,
    )
    if tried.returncode:
        advice = (
            "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, on Ubuntu "
            "kernel.apparmor_restrict_unprivileged_userns=0). Without, functions see this machine's files."
        )
        return Finding("isolation", Verdict.WARNING, "user namespaces are not allowed", advice)
    return Finding("isolation", Verdict.OK, "functions have files of their own")


def _names() -> Finding:
    name = "petri.execute-api.localhost"
    try:
        address = socket.getaddrinfo(name, None)[0][4][0]
    except OSError:
        advice = (
            "Nothing to do for browsers and functions. For other programs use URLs of the form "
            "http://localhost:4566/_aws/execute-api/API/STAGE."
        )
        return Finding("*.localhost", Verdict.OK, "not known to this machine's resolver", advice)
    if address not in ("127.0.0.1", "::1"):
        advice = "A name server answers for localhost: correct it, or use http://127.0.0.1:4566."
        return Finding("*.localhost", Verdict.WARNING, f"leads to {address}", advice)
    return Finding("*.localhost", Verdict.OK, f"leads to {address}")


def _clock() -> Finding:
    now = time.time()
    installed = VENV.stat().st_mtime if VENV.exists() else 0.0
    found = time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(now))
    if now < installed:
        advice = "Set the clock: certificates, tokens and signatures are checked against it."
        return Finding("clock", Verdict.PROBLEM, f"{found}, which is before Petri was installed", advice)
    return Finding("clock", Verdict.OK, found)


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS_OF_A_CHILD, check=True)  # noqa: S603
    return (done.stdout or done.stderr).strip()
