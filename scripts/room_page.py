"""The page with everybody's key and addresses: a card for each learner, to print and cut, or to send."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.room_files import Seat

_HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Petri: the room</title>
<style>
  @page { margin: 12mm }
  body { font: 13px/1.4 system-ui, sans-serif; margin: 24px; color: #16202b; background: #fff }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); gap: 12px }
  article { border: 1px dashed #8a97a6; border-radius: 8px; padding: 12px 14px; break-inside: avoid }
  h2 { margin: 0 0 6px; font-size: 16px }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 10px; margin: 0 }
  dt { color: #55626f }
  dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: 12px }
  p { max-width: 60em }
  code { font-family: ui-monospace, monospace; background: #eef1f4; padding: 1px 4px; border-radius: 3px }
  @media print { body { margin: 0; font-size: 10pt } main { grid-template-columns: 1fr 1fr } header { display: none } }
</style>
<header><h1>Petri: the room</h1>
<p>A card for each learner. With the repository at hand: <code>source learner-01.env</code>, which is beside this page,
then <code>petri deploy</code>. Keep this page to yourself: who has a key runs code on this machine.</p></header>
<main>
"""


def page(seats: Sequence[Seat]) -> str:
    """The whole of it, in HTML."""
    return _HEAD + "".join(map(_card, seats)) + "</main></html>\n"


def _card(seat: Seat) -> str:
    rows = {
        "Game": f'<a href="{escape(seat.game)}">{escape(seat.game)}</a>',
        "HTTP API": escape(seat.urls.http),
        "WebSocket": escape(seat.urls.websocket),
        "AWS endpoint": escape(seat.endpoint),
        "Access key ID": escape(seat.learner.account_id),
        "Secret key": escape(seat.learner.secret),
    }
    lines = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows.items())
    return f"<article><h2>{escape(seat.learner.name.replace('-', ' ').capitalize())}</h2><dl>{lines}</dl></article>\n"
