"""How each command of the documentation is run, where not simply as it stands; and what is not run here, and why."""

from __future__ import annotations

from dataclasses import dataclass

REPLACED = {
    "localhost:4566": "localhost:{port}",
    "PETRI_HOST=192.168.1.5": "PETRI_HOST=127.0.0.1",
    "PETRI_CONSOLE_TOKEN=…": "PETRI_CONSOLE_TOKEN=a-long-token",
    "$API_ID": "dojohttp01",
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

AFTER_A_DOWN = ("docs/console.md", "docs/game.md")
"""Pages whose `make up` starts Petri otherwise than it runs."""

NOT_RUN = {
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
