"""The game without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.game import SLOW, Game, create_button, virus, viruses

if TYPE_CHECKING:
    from collections.abc import Callable

FOCUSED = "document.activeElement.dataset.virusId"


def test_the_keyboard_is_enough(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    page.keyboard.press("+")
    expect(viruses(page)).to_have_count(1, timeout=SLOW)
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(viruses(page)).to_have_count(3)

    page.keyboard.press("Tab")
    expect(create_button(page)).to_be_focused()
    while not page.evaluate(FOCUSED):
        page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    for key, left in (("Enter", 2), ("Space", 1)):
        page.keyboard.press(key)
        expect(viruses(page)).to_have_count(left)
        assert page.evaluate(FOCUSED) in game.ids()
    expect(virus(page, first)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(viruses(page)).to_have_count(0)
    # The last one is gone: the focus is in the dish, not lost.
    expect(page.locator(".agar").first).to_be_focused()


def test_zooming_and_keys_held_down_create_nothing(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    page.keyboard.press("Control++")
    page.keyboard.down("+")
    page.keyboard.down("+")
    page.keyboard.down("+")
    expect(viruses(page)).to_have_count(1, timeout=SLOW)
    game.create()
    expect(viruses(page)).to_have_count(2)  # what follows shows that there was no more to come
    assert len(game.ids()) == 2


def test_the_key_can_be_switched_off(open_window: Callable[..., Page], game: Game) -> None:
    """Whoever speaks to the computer types single keys by accident (WCAG 2.1.4)."""
    page = open_window()
    switch = page.get_by_role("switch", name="Key + creates")
    expect(switch).to_be_checked()
    switch.focus()
    page.keyboard.press("Enter")
    expect(switch).not_to_be_checked()
    page.keyboard.press("+")
    page.reload()
    expect(switch).not_to_be_checked()
    page.keyboard.press("+")
    create_button(page).click()
    expect(viruses(page)).to_have_count(1, timeout=SLOW)  # what follows shows that there was no more to come
    assert len(game.ids()) == 1
    switch.click()
    page.keyboard.press("+")
    expect(viruses(page)).to_have_count(2)


def test_arrow_keys_go_from_virus_to_virus(open_window: Callable[..., Page], game: Game) -> None:
    for _ in range(8):
        game.create()
    page = open_window()
    expect(viruses(page)).to_have_count(8)
    position = "Number(getComputedStyle(document.activeElement).getPropertyValue('--x'))"
    viruses(page).first.focus()
    visited = [page.evaluate(position)]
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        visited.append(page.evaluate(position))
    assert visited == sorted(visited)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(position) < visited[-1]


def test_a_focused_virus_killed_elsewhere_leaves_the_focus_to_its_neighbour(
    open_window: Callable[..., Page], game: Game
) -> None:
    first, second = game.create(), game.create()
    page = open_window()
    expect(viruses(page)).to_have_count(2)
    virus(page, first).focus()
    game.kill(first)
    expect(virus(page, first)).to_have_count(0)
    expect(virus(page, second)).to_be_focused()
    # Who is elsewhere is left in peace.
    create_button(page).focus()
    game.kill(second)
    expect(viruses(page)).to_have_count(0)
    expect(create_button(page)).to_be_focused()
