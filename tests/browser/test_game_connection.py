"""The live connection breaks and comes back; requests fail. The page says so, and misses nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

from scripts import frontend, processes
from scripts.state_folder import StateFolder
from tests.browser.game import SLOW, Game, create_button, expect_live, ids, virus, viruses
from tests.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_cut_connection_comes_back_by_itself(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    before = game.connections()
    with page.expect_websocket(timeout=SLOW):
        for connection in before:
            game.management().delete_connection(ConnectionId=connection)
    expect_live(page)
    created = game.create()
    expect(virus(page, created)).to_have_count(1)
    expect(viruses(page)).to_have_count(1)


def test_nothing_is_missed_while_the_connection_is_lost(open_window: Callable[..., Page], game: Game) -> None:
    killed, kept = game.create(), game.create()
    page, other = open_window(), open_window()
    expect(viruses(page)).to_have_count(2)

    game.cable.unplug()
    for window in (page, other):
        expect(window.get_by_role("status")).to_have_text("Reconnecting…")
        expect(window.locator(".countdown")).to_have_text("in 3 s", timeout=SLOW)  # the waits grow

    game.kill(killed)
    created = game.create()
    page.get_by_role("button", name="Try now").click(timeout=SLOW)
    expect(page.get_by_role("status")).to_have_text("Reconnecting…")
    expect(virus(page, created)).to_have_count(0)  # nobody has told

    game.cable.plug()
    page.get_by_role("button", name="Try now").click(timeout=SLOW)
    for window in (page, other):  # the other one comes back by itself
        expect_live(window)
        expect(virus(window, killed)).to_have_count(0)
        expect(viruses(window)).to_have_count(2)
        assert ids(window) == sorted([kept, created]) == game.ids()
    created = game.create()
    for window in (page, other):
        expect(virus(window, created)).to_have_count(1)
        expect(viruses(window)).to_have_count(3)


def test_the_list_is_read_again_until_it_comes(open_window: Callable[..., Page], game: Game) -> None:
    game.create()
    page = open_window()
    for answer in ({"status": 500, "json": {}}, {"body": "<b>no JSON</b>"}, {"json": {"viruses": "none"}}):
        answer_with(page, "**/virus", game, **answer)
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("The viruses were not loaded.")
        page.unroute_all()
        expect(viruses(page)).to_have_count(1)
        expect(page.get_by_role("alert")).to_have_text("")


def test_without_a_websocket_api_the_game_says_so_and_works(game: Game, tmp_path: Path) -> None:
    game.kill_all()
    game.create()
    server = frontend.start(StateFolder(tmp_path), free_port(), replace(game.urls, websocket=""))
    page = game.browser.new_page()
    try:
        # Only the game's own server is allowed to call the API: its neighbour's requests come from there.
        page.route(
            f"{game.urls.http}/**",
            lambda route: route.fulfill(response=route.fetch(), headers={"Access-Control-Allow-Origin": server.url}),
        )
        page.goto(server.url)
        expect(page.get_by_role("status")).to_have_text("Off")
        expect(page.get_by_text("REACT_APP_WEBSOCKET_URL is not set.")).to_be_visible()
        expect(viruses(page)).to_have_count(1)
    finally:
        page.close()
        processes.end(server.process)


def test_what_fails_is_said(open_window: Callable[..., Page], game: Game) -> None:
    survivor = game.create()
    page = open_window()
    alert = page.get_by_role("alert")

    page.route("**/virus", lambda route: route.abort())
    create_button(page).click()
    expect(alert).to_contain_text("The virus was not created. The API cannot be reached.")
    page.get_by_role("button", name="Dismiss").click()
    expect(alert).to_have_text("")

    answer_with(page, "**/virus/*", game, status=500, json={})
    virus(page, survivor).dispatch_event("click")
    expect(alert).to_contain_text("The virus survived. DELETE /virus/{id} failed (status 500).")
    expect(virus(page, survivor)).to_have_count(1)

    # Somebody else was quicker: no failure, and what was said before is settled.
    answer_with(page, "**/virus/*", game, status=410)
    virus(page, survivor).dispatch_event("click")
    expect(viruses(page)).to_have_count(0)
    expect(alert).to_have_text("")


def answer_with(page: Page, path: str, game: Game, **answer: Any) -> None:
    """Answer the page's requests for ``path`` in the backend's stead, as Playwright's ``fulfill`` does."""
    page.route(path, lambda route: route.fulfill(headers={"Access-Control-Allow-Origin": game.url}, **answer))
