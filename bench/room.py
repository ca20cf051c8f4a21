"""``make bench name=room``: 30 learners on one emulator, each with the whole application in an account of their own.

All stacks have their schedule, which creates a virus a minute in each. Each learner has a socket open and creates a
virus every few seconds; a figure is how long until their own browser is told. What the socket of another gets would be
a failure.
"""

from __future__ import annotations

import threading
import time

from bench.emulator import BenchEmulator, running_emulator
from bench.report import report
from bench.timing import milliseconds
from bench.window import Window
from emulator.room.learners import Learner
from infra import stack
from infra.outputs import Outputs
from scripts.room_stacks import deploy, sessions

LEARNERS = 30
SECONDS = 60.0
PAUSE_SECONDS = 3.0
"""between the viruses of one learner: ten a second in the room"""
_GAME_PORT = 3000


class _Desk:
    """A learner who creates viruses, and whose browser listens."""

    def __init__(self, emulator: BenchEmulator, outputs: Outputs, number: int) -> None:
        self.took: list[float] = []
        self.window = Window(emulator.endpoint, outputs)
        self._first_pause = PAUSE_SECONDS * number / LEARNERS

    def viruses(self) -> set[str]:
        """What the account has."""
        return {virus["id"] for virus in self.window.http.get(self.window.virus, timeout=30).json()["viruses"]}

    def work(self, until: float) -> None:
        """Create viruses until then."""
        time.sleep(self._first_pause)
        while time.monotonic() < until:
            self.took.append(milliseconds(self.window.create_and_wait))
            time.sleep(PAUSE_SECONDS)


def main() -> None:
    """Deploy 30 stacks, use them, and look at what they cost."""
    with running_emulator() as emulator:
        rows = _measure(emulator)
    report("room", rows)


def _deploy(emulator: BenchEmulator, members: list[Learner]) -> None:
    deploy(emulator.endpoint, members, _GAME_PORT, tell=False)


def _measure(emulator: BenchEmulator) -> dict[str, list[float]]:
    members = [Learner(number, "unused") for number in range(1, LEARNERS + 1)]
    rows = {"memory idle, MiB": [emulator.memory_mib()]}
    began = emulator.processor_seconds()
    rows[f"deploy {LEARNERS} stacks"] = [milliseconds(lambda: _deploy(emulator, members))]
    rows["processor time of the emulator for that"] = [(emulator.processor_seconds() - began) * 1000]
    rows[f"deploy {LEARNERS} unchanged stacks"] = [milliseconds(lambda: _deploy(emulator, members))]
    rows["memory with the stacks, MiB"] = [emulator.memory_mib()]
    desks = [
        _Desk(emulator, stack.outputs(session), member.number)
        for member, session in zip(members, sessions(members), strict=True)
    ]
    _work(desks, SECONDS / 6)
    for desk in desks:
        desk.took.clear()
    began, began_at = emulator.processor_seconds(), time.monotonic()
    _work(desks, SECONDS)
    used = (emulator.processor_seconds() - began) / (time.monotonic() - began_at)
    rows["POST to the learner's own message"] = [each for desk in desks for each in desk.took]
    rows["processor of the emulator meanwhile, % of a core"] = [used * 100]
    rows["memory while all work, MiB"] = [emulator.memory_mib()]
    rows["processes"] = [len(emulator.process.children(recursive=True)) + 1.0]
    own = [desk.viruses() for desk in desks]
    for desk, viruses in zip(desks, own, strict=True):
        assert desk.window.seen <= viruses, "A learner was told of another's virus."
    return rows


def _work(desks: list[_Desk], seconds: float) -> None:
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=desk.work, args=[until]) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
