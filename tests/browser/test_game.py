"""People play the game in several windows, by mouse, touch and keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.game import SLOW, Game, create_button, ids, virus, viruses

if TYPE_CHECKING:
    from collections.abc import Callable


def test_three_windows_are_in_step(open_window: Callable[..., Page], game: Game) -> None:
    first, second, third = windows = [open_window() for _ in range(3)]
    expect(first.get_by_role("heading", level=1)).to_have_text("Welcome to Covid-Clicker")
    expect(first.get_by_text("Click on a virus to kill it")).to_be_visible()
    expect(first.get_by_text("Nothing grows here.")).to_be_visible()

    create_button(first).click()
    for page in windows:
        expect(viruses(page)).to_have_count(1, timeout=SLOW)
    create_button(second).click()
    create_button(third).click()
    # Three, not more: who clicked hears of it by WebSocket like everybody else.
    for page in windows:
        expect(viruses(page)).to_have_count(3)
        expect(page.get_by_text("3 viruses")).to_be_visible()
        assert ids(page) == game.ids()

    victim = ids(second)[0]
    virus(second, victim).dispatch_event("click")
    for page in windows:
        expect(virus(page, victim)).to_have_count(0)
        expect(viruses(page)).to_have_count(2)

    first.reload()
    expect(viruses(first)).to_have_count(2)
    assert ids(first) == game.ids() == ids(third)


def test_a_virus_looks_the_same_and_sits_in_the_same_place_everywhere(
    open_window: Callable[..., Page], game: Game
) -> None:
    game.create()
    looks = set()
    for page in (open_window(), open_window()):
        button = viruses(page)
        looks.add((button.get_attribute("style"), button.get_attribute("aria-label"), button.inner_html()))
    assert len(looks) == 1


def test_a_finger_kills(open_window: Callable[..., Page], game: Game) -> None:
    phone = open_window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    game.create()
    expect(viruses(phone)).to_have_count(1)
    box = viruses(phone).bounding_box()
    assert box and min(box["width"], box["height"]) >= 40  # as large as a fingertip
    viruses(phone).tap()
    expect(viruses(phone)).to_have_count(0)
    create_button(phone).tap()
    expect(viruses(phone)).to_have_count(1)
    assert ids(phone) == game.ids()


def test_a_dish_with_too_many_viruses_shows_the_newest_and_counts_all(
    open_window: Callable[..., Page], game: Game
) -> None:
    for number in range(230):
        game.put(f"crowd-{number:03}")
    page = open_window()
    expect(page.get_by_text("230 viruses")).to_be_visible()
    expect(viruses(page)).to_have_count(200)
    expect(page.get_by_text("30 more wait for room")).to_be_visible()
    newest = game.create()
    expect(virus(page, newest)).to_be_visible()
    expect(viruses(page)).to_have_count(200)


@pytest.mark.parametrize("preference", ["reduce", "no-preference"])
def test_motion_as_preferred(open_window: Callable[..., Page], game: Game, preference: str) -> None:
    doomed = game.create()
    page = open_window(reduced_motion=preference)
    expect(viruses(page)).to_have_count(1)
    endless = page.evaluate(
        "document.getAnimations().filter(a => a.effect.getComputedTiming().iterations === Infinity).length"
    )
    assert (endless == 0) == (preference == "reduce")
    # Either way a kill leaves a splat for a moment.
    page.evaluate(
        "new MutationObserver(() => { if (document.querySelector('.splat')) window.seen = true })"
        ".observe(document.body, {childList: true, subtree: true})"
    )
    game.kill(doomed)
    expect(viruses(page)).to_have_count(0)
    page.wait_for_function("window.seen")
    expect(page.locator(".splat")).to_have_count(0)
