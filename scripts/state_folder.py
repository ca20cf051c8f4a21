"""The one folder in which Petri keeps what it must remember: remove it, and you start afresh."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scripts.setup.layout import ROOT

DEFAULT_STATE_FOLDER = ROOT / ".petri"


@dataclass(frozen=True)
class StateFolder:
    """Where things are below ``path``, which is absolute."""

    path: Path

    @property
    def emulator(self) -> Path:
        """What LocalStack and DynamoDB Local keep: tables and items, certificates, function code."""
        return self.path / "state"

    @property
    def data(self) -> Path:
        """The part of it that is what people have created: the emulator's ``localstack.config.dirs.data``."""
        return self.emulator / "var" / "lib" / "localstack" / "state"

    @property
    def snapshots(self) -> Path:
        """Saved copies of that."""
        return self.path / "snapshots"

    @property
    def room(self) -> Path:
        """What `petri room` has written: the learners' keys, which no one else may read."""
        return self.path / "room"

    @property
    def room_keys(self) -> Path:
        """Who learns here, and with which secrets; the emulator reads it, too."""
        return self.room / "learners.json"

    @property
    def token(self) -> Path:
        """The token that opens the console to other machines, if the environment names none."""
        return self.room / "token"

    @property
    def emulator_log(self) -> Path:
        """The emulator's output since it last started; that of the time before is beside it, named ``.1``."""
        return self.path / "logs" / "emulator.log"

    @property
    def frontend_log(self) -> Path:
        """The development server's output, likewise."""
        return self.path / "logs" / "frontend.log"

    @property
    def watcher_log(self) -> Path:
        """What the watcher of the functions' sources printed, if it failed. Its news are in the emulator's log."""
        return self.path / "logs" / "watcher.log"

    @property
    def container(self) -> Path:
        """There while the emulator is a container, and says which one."""
        return self.path / "run" / "container.json"

    @property
    def command_server(self) -> Path:
        """The socket of the command server."""
        return self.path / "run" / "commands.socket"

    @property
    def command_server_log(self) -> Path:
        """What the command server printed, if it failed."""
        return self.path / "logs" / "command-server.log"

    @property
    def lock(self) -> Path:
        """Held by the ``petri up`` or ``petri down`` that is at work."""
        return self.path / "run" / "petri.lock"
