"""All verbs of ``petri``: what each is for, in a line, and how it is typed. Each has a file of its own.

The first line of a verb's function says the same; here it can be read without importing what the verb needs.
"""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """A verb. ``module`` is below ``scripts``, and has the verb's Typer app as ``app``, or its function by its name."""

    group: str
    summary: str
    examples: tuple[str, ...]
    module: str


_RUN, _BUILD, _WATCH, _STATE = "Run Petri", "Build the application", "See what happens", "Keep and restore"

# In the order of a day's work.
VERBS = {
    "up": Verb(
        _RUN,
        "Start Petri: the emulator, the application and the game.",
        ("petri up", "petri up --emulator-only --foreground"),
        "up",
    ),
    "open": Verb(_RUN, "Open the console, the documentation or the game in the browser.", ("petri open docs",), "open"),
    "status": Verb(_RUN, "Show what runs.", ("petri status --json",), "status"),
    "doctor": Verb(_RUN, "Check that this machine has what Petri needs.", ("petri doctor",), "doctor"),
    "down": Verb(_RUN, "Stop all that `petri up` started.", ("petri down",), "down"),
    "deploy": Verb(
        _BUILD,
        "Create or update the application's resources.",
        (
            "petri deploy",
            "petri deploy -f createVirus",
            "petri deploy --dry-run",
            "petri deploy --target aws --profile dojo --region eu-west-1",
        ),
        "deploy",
    ),
    "diff": Verb(
        _BUILD,
        "Show what `petri deploy` would change.",
        ("petri diff", "petri diff --target aws --profile dojo"),
        "diff",
    ),
    "invoke": Verb(
        _BUILD,
        "Invoke a function, and print what it answers.",
        ("petri invoke -f createVirus --path lambdas/events/createVirus.json --log", "petri invoke -f hello"),
        "invoke",
    ),
    "learn": Verb(
        _BUILD,
        "The workshop: one step at a time, checked while you write.",
        ("petri learn", "petri learn hint", "petri learn list"),
        "learn",
    ),
    "fire": Verb(
        _BUILD, "Let a scheduled rule invoke its functions now.", ("petri fire createVirus-schedule",), "fire"
    ),
    "remove": Verb(
        _BUILD,
        "Delete all resources of the application.",
        ("petri remove", "petri remove --target aws --profile dojo"),
        "remove",
    ),
    "logs": Verb(
        _WATCH,
        "Print the log of functions, or of the emulator.",
        ("petri logs", "petri logs -f createVirus --tail", "petri logs --all --since 5m"),
        "logs",
    ),
    "trace": Verb(_WATCH, "Show what happened between a click and every browser.", ("petri trace",), "trace"),
    "ws": Verb(
        _WATCH,
        "Open a WebSocket, and show what comes in.",
        ("petri ws", 'petri ws --send \'{"action":"ping"}\' --count 1 --timeout 5'),
        "ws",
    ),
    "connections": Verb(
        _WATCH,
        "List the open WebSockets, send to them, end them.",
        ("petri connections", 'petri connections send ID \'{"virusId":"1"}\''),
        "connections",
    ),
    "awslocal": Verb(_WATCH, "Run the AWS CLI on the emulator.", ("petri awslocal lambda list-functions",), "awslocal"),
    "snapshot": Verb(
        _STATE,
        "Save all that was created, and come back to it.",
        ("petri snapshot save before-the-workshop", "petri snapshot load before-the-workshop"),
        "snapshot",
    ),
    "bundle": Verb(
        _STATE,
        "Pack Petri and its packages for machines without a network.",
        ("petri bundle",),
        "bundle",
    ),
    "room": Verb(
        _STATE,
        "An account for each learner of a class, on this machine.",
        ("petri room create 30", "petri room list", "petri room remove"),
        "room",
    ),
    "reset": Verb(_STATE, "Remove everything that was created in the emulator.", ("petri reset",), "reset"),
}
