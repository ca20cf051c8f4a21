"""What learners are given: a file with their key to source, and a page with everybody's to print."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from emulator.console.address import PREFIX as CONSOLE
from emulator.room import learners
from emulator.room.learners import Learner, write_private
from scripts import emulator, frontend, network, room_page
from scripts.application_urls import ApplicationUrls
from scripts.aws_env import DEFAULT_PORT, REGION, port_number
from scripts.errors import PetriError
from scripts.state_folder import StateFolder

_GAME_PORT = 3000
# 80 bits, in letters that can be told apart on paper.
_ALPHABET, _SECRET_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789", 16


@dataclass(frozen=True)
class Whereabouts:
    """How learners reach this machine."""

    host: str
    port: int
    game_port: int
    is_for_others: bool

    @classmethod
    def find(cls, state: StateFolder, host: str | None) -> Self:
        """``host`` if it is given, or what the running emulator suggests."""
        running, game = emulator.find(state), frontend.find(state)
        command = running.command if running and running.command.is_open_to_others else None
        port = running.command.port if running else _port("PETRI_PORT", DEFAULT_PORT)
        game_port = game.port if game else _port("PORT", _GAME_PORT)
        suggested = network.address_of(command.host) if command else "localhost"
        return cls(host or suggested, port, game_port, command is not None)


@dataclass(frozen=True)
class Seat:
    """A learner and all that they are told."""

    learner: Learner
    where: Whereabouts

    @property
    def endpoint(self) -> str:
        """Of the AWS APIs."""
        return f"http://{self.where.host}:{self.where.port}"

    @property
    def urls(self) -> ApplicationUrls:
        """Of the application's APIs, whether they are deployed yet or not."""
        from infra.api import own_id
        from infra.application import APPLICATION

        own = partial(own_id, account_id=self.learner.account_id)
        base = f"{self.where.host}:{self.where.port}/_aws/execute-api"
        return ApplicationUrls(
            f"http://{base}/{own(APPLICATION.http_api_id)}/{APPLICATION.stage}",
            f"ws://{base}/{own(APPLICATION.websocket_api_id)}/{APPLICATION.stage}",
        )

    @property
    def game(self) -> str:
        """The game of this account."""
        return f"http://{self.where.host}:{self.where.game_port}/?account={self.learner.account_id}"

    @property
    def console(self) -> str:
        """The console with this account, for the machine itself."""
        return f"http://localhost:{self.where.port}{CONSOLE}?account={self.learner.account_id}"

    @property
    def variables(self) -> dict[str, str]:
        """What makes AWS clients work here, in this account."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.learner.account_id,
            "AWS_SECRET_ACCESS_KEY": self.learner.secret,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }

    def described(self, state: StateFolder) -> dict[str, str]:
        """All of it, for ``--json``."""
        return {
            "name": self.learner.name,
            "account": self.learner.account_id,
            "accessKeyId": self.learner.account_id,
            "secretAccessKey": self.learner.secret,
            "endpoint": self.endpoint,
            "http": self.urls.http,
            "websocket": self.urls.websocket,
            "game": self.game,
            "console": self.console,
            "file": str(state.room / f"{self.learner.name}.env"),
        }


def enrolled(state: StateFolder) -> list[Learner]:
    """Who is in the room. Raises PetriError when the file that says so is broken."""
    try:
        return learners.read(state.room_keys)
    except ValueError as error:
        raise PetriError(
            f"{state.room_keys} cannot be read ({error}): remove it, and create the room again."
        ) from error


def enrol(state: StateFolder, size: int) -> list[Learner]:
    """Bring the room up to ``size`` learners, and give all. Who is in keeps their key, and nobody leaves."""
    members = enrolled(state)
    members += [Learner(number, _new_secret()) for number in range(len(members) + 1, size + 1)]
    learners.write(state.room_keys, members)
    return members


def write_all(state: StateFolder, seats: list[Seat]) -> Path:
    """Write each learner's file, and the page."""
    for seat in seats:
        lines = [
            f"# {seat.learner.name}: source this file, and `petri deploy`, `aws` and all SDKs work in your account.",
            *(f"export {name}={value}" for name, value in seat.variables.items()),
            "unset AWS_PROFILE AWS_SESSION_TOKEN",
        ]
        write_private(state.room / f"{seat.learner.name}.env", "\n".join(lines) + "\n")
    write_private(page_of(state), room_page.page(seats))
    return page_of(state)


def forget(state: StateFolder) -> None:
    """Remove all that was written for the learners."""
    for file in (*state.room.glob("learner-*.env"), page_of(state), state.room_keys):
        file.unlink(missing_ok=True)


def page_of(state: StateFolder) -> Path:
    """Where the page is."""
    return state.room / "room.html"


def _port(variable: str, default: int) -> int:
    return port_number(variable, os.environ.get(variable, str(default)))


def _new_secret() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET_LETTERS))
