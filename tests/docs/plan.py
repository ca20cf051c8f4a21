"""How each command of the documentation is run, where not simply as it stands; and what is not run here, and why."""

from __future__ import annotations

from dataclasses import dataclass

REPLACED = {
    "localhost:4566": "localhost:{port}",
    "$API_ID": "dojohttp01",
    "npm run build -w frontend/game": "npm run build -w frontend/game -- --outDir {folder}/game",
    "petri trace 1234567": "petri trace {trace}",
}
"""What stands in the texts for something of the reader's machine."""


@dataclass(frozen=True)
class Endless:
    """A command that goes on until it is ended."""

    shows: str
    """what is waited for first"""

    key: str
    """what ends it, well"""


ENDLESS = {
    ("docs/cli.md", "petri ws"): Endless("Ctrl-D ends", "\x04"),
    ("docs/workshop.md", ".venv/bin/petri learn"): Endless("quit", "\x03"),
}

AFTER_A_DOWN = ("docs/game.md",)
"""Pages whose `make up` starts Petri otherwise than it runs."""

_AWS = "--target aws --profile dojo"

NOT_RUN = {
    **{
        ("docs/aws.md", command): ("It needs an account.", "tests/aws_target/test_stack.py")
        for command in (
            f"petri diff {_AWS}",
            f"petri deploy {_AWS}",
            f"petri deploy {_AWS} -f createVirus",
            f"petri remove {_AWS}",
        )
    },
    ("docs/console.md", "petri up --host 0.0.0.0"): (
        "It is for other machines, of which the test has one.",
        "tests/e2e/test_room_from_elsewhere.py",
    ),
    **{
        ("docs/room.md", command): (
            "It is for other machines, of which the test has one, and for thirty stacks.",
            "tests/e2e/test_room_from_elsewhere.py",
        )
        for command in (
            "petri up --host 0.0.0.0",
            "petri room create 30",
            "source learner-07.env",
            "petri deploy",
            "petri invoke -f hello",
            "petri logs -f hello --tail",
        )
    },
    ("README.md", "make test"): ("It is what runs this test.", "tests/docs/test_commands.py"),
    ("docs/docker.md", "make up ENGINE=docker"): (
        "It needs a Docker engine and builds an image for minutes.",
        "tests/docker/test_container.py",
    ),
    ("docs/offline.md", ".venv/bin/petri bundle"): (
        "It packs for a minute what a test has packed already.",
        "tests/offline/test_bundle.py",
    ),
    **{
        ("docs/offline.md", command): (
            "It is done on a machine without a network, with that bundle.",
            "tests/offline/test_without_network.py",
        )
        for command in ("tar -xf petri-0.1.0-linux-x86_64.tar", "cd petri", "./install.sh", "make up")
    },
}
"""What is run by another test, and why not here."""
