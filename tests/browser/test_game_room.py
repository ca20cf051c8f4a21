"""Others in the room join by their phones, when they are let in, and reach the game alone."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import boto3
import pytest
import requests
from playwright.sync_api import Page, expect

from scripts import frontend, processes
from scripts.setup.layout import ROOT
from scripts.state_folder import StateFolder
from tests.browser.game import Game, create_button, expect_live, viruses
from tests.conftest import free_port
from tests.e2e.stacks import own_stack
from tests.support import other_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Emulator


@pytest.fixture(scope="module")
def address() -> str:
    """This machine's address for others."""
    return other_address()


@pytest.fixture
def open_game(game: Game, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[frontend.RunningFrontend]:
    """The game's server as `PETRI_GAME_HOST=0.0.0.0 make up` starts it."""
    monkeypatch.setenv("PETRI_GAME_HOST", "0.0.0.0")
    running = frontend.start(StateFolder(tmp_path), free_port(), game.urls)
    yield running
    processes.end(running.process)


def test_nobody_else_is_let_in_unless_asked(game: Game, address: str) -> None:
    port = int(game.url.rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address, port), timeout=5)


def test_a_phone_joins(
    open_window: Callable[..., Page], game: Game, open_game: frontend.RunningFrontend, address: str
) -> None:
    wall, phone = open_window("/?projector"), open_window(has_touch=True)
    phone.goto(f"http://{address}:{open_game.port}/")
    expect_live(phone)
    create_button(phone).tap()
    for page in (phone, wall):
        expect(viruses(page)).to_have_count(1)
    viruses(phone).tap()
    for page in (phone, wall):
        expect(viruses(page)).to_have_count(0)
    assert game.ids() == []

    # The wall's window is on this machine, and shows the address that the others need: one of this machine's.
    wall.goto(f"{open_game.url}/?projector")
    shown = wall.locator(".join .address").inner_text()
    assert shown.rpartition(":")[2] == str(open_game.port)
    expect(wall.get_by_text("This address works on this computer only.")).to_have_count(0)
    wall.goto(f"http://{shown}/")
    expect_live(wall)


@pytest.mark.parametrize(
    "path",
    [
        "/_localstack/health",
        "/_petri/",
        "/_aws/execute-api/thegamehttp/dev/../../../../_localstack/health",
        "/_aws/execute-api/thegamehttp/dev/%2e%2e/%2e%2e/%2e%2e/%2e%2e/_localstack/health",
        "/_aws/execute-api/thegamewebs/dev/@connections/abc",
    ],
)
def test_the_rest_of_the_emulator_is_out_of_reach(open_game: frontend.RunningFrontend, path: str) -> None:
    with socket.create_connection(("127.0.0.1", open_game.port), timeout=10) as connection:
        # By hand: clients tidy paths up.
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    assert "Covid-Clicker" in answer or answer.startswith(("HTTP/1.1 404", "HTTP/1.1 403")), answer
    assert "services" not in answer


def test_files_outside_of_the_game_are_out_of_reach(open_game: frontend.RunningFrontend) -> None:
    for file in (ROOT / "pyproject.toml", ROOT / "lambdas" / "hello.py"):
        answer = requests.get(f"{open_game.url}/@fs{file}?raw", timeout=10)
        assert answer.status_code in (403, 404)


def test_each_account_has_a_game_of_its_own(
    open_window: Callable[..., Page],
    emulator: Emulator,
    open_game: frontend.RunningFrontend,
    address: str,
    tmp_path: Path,
) -> None:
    account = "100000000043"
    with own_stack(emulator, tmp_path, "thegame") as stack:
        stack.session = boto3.Session(
            aws_access_key_id=account, aws_secret_access_key="any", region_name=stack.session.region_name
        )
        stack.deploy()
        first, own = open_window(), open_window(has_touch=True)
        own.goto(f"http://{address}:{open_game.port}/?account={account}")
        expect_live(own)
        create_button(own).tap()
        expect(viruses(own)).to_have_count(1)
        expect(viruses(first)).to_have_count(0)
        # The view for the projector is the same account's.
        own.get_by_role("link", name="Share this screen").click()
        expect(viruses(own)).to_have_count(1)
