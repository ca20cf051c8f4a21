"""Ids, items, frames and answers that nobody in good faith sends: none breaks the page or runs."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.game import Game, create_button, expect_live, viruses

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = [
    "<img src=x onerror=window.ran=1><script>window.ran=1</script>",
    "\"'><svg onload=window.ran=1>",
    "javascript:window.ran=1",
    "🦠👩‍🔬\u202eabc",
    "nul\u0000 bell\u0007 escape\u001b[31m newline\n",
    "a/../b?c#d%2F&e=%00 +",
    "__proto__",
    "x" * 1024,
]


def test_odd_ids_are_drawn_and_can_be_killed(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    for number, virus_id in enumerate(HOSTILE):
        game.put(virus_id, kind="<b>unknown</b>", name="\u0000" * 1000)
        expect(viruses(page)).to_have_count(number + 1)  # by message
    page.reload()
    expect(viruses(page)).to_have_count(len(HOSTILE))  # by the list
    assert page.evaluate("window.ran") is None
    assert page.locator("img, script:not([src]):not([type=module]), iframe").count() == 0

    for left in reversed(range(len(HOSTILE))):
        viruses(page).first.dispatch_event("click")
        expect(viruses(page)).to_have_count(left)
    page.reload()
    expect(page.get_by_text("Nothing grows here.")).to_be_visible()
    assert game.ids() == []


@pytest.mark.parametrize("virus_id", [".", ".."])
def test_an_id_that_no_request_can_name_is_left_out(
    open_window: Callable[..., Page], game: Game, virus_id: str
) -> None:
    game.put(virus_id)
    good = game.create()
    page = open_window()
    expect(viruses(page)).to_have_count(1)
    expect(viruses(page)).to_have_attribute("data-virus-id", good)


def test_frames_without_sense_are_ignored(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    for frame in (
        b"not JSON",
        b"",
        b"null",
        b"[]",
        b'{"action": "explode", "id": "a"}',
        b'{"virusId": 7}',
        b'{"virusId": {"toString": "a"}}',
        b'{"virusId": "' + b"x" * 30_000 + b'"}',
        b'{"killedVirusId": ["a"]}',
        b'{"__proto__": {"virusId": "a"}}',
    ):
        assert post_to_all(game, frame) == 1
    create_button(page).click()
    expect(viruses(page)).to_have_count(1)
    expect(page.get_by_text("1 virus", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Live")

    # No text at all: a browser must close the connection then. It comes back.
    with page.expect_websocket():
        assert post_to_all(game, b"\xff\xfe") == 1
    expect_live(page)
    game.create()
    expect(viruses(page)).to_have_count(2)


def test_a_list_with_odd_entries_shows_the_good_ones(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    entries: list[object] = [
        None,
        7,
        "a",
        [],
        {},
        {"id": None},
        {"id": ""},
        {"id": "y" * 5000},
        {"id": "good", "kind": "?"},
    ]
    page.route(
        "**/virus",
        lambda route: route.fulfill(json={"viruses": entries}, headers={"Access-Control-Allow-Origin": game.url}),
    )
    page.reload()
    expect(viruses(page)).to_have_count(1)
    expect(viruses(page)).to_have_attribute("data-virus-id", "good")


def post_to_all(game: Game, frame: bytes) -> int:
    """Send a frame to every open window; gives their number."""
    received = 0
    for connection in game.connections():  # some may be of windows that were closed a moment ago
        with contextlib.suppress(game.management().exceptions.GoneException):
            game.management().post_to_connection(ConnectionId=connection, Data=frame)
            received += 1
    return received
