from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

from twisted.internet import reactor
from twisted.python import log

from emulator.server import reactor_events

if TYPE_CHECKING:
    import pytest


def test_the_loop_handles_events_so(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = SimpleNamespace(log=log)
    monkeypatch.setitem(sys.modules, type(reactor).__module__, loop)
    reactor_events.install()
    handled = []
    loop.log.callWithLogger(object(), lambda *event: handled.append(event), "socket", 1)
    assert handled == [("socket", 1)]


def test_what_an_event_raises_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    logged = []
    monkeypatch.setattr(log, "err", lambda: logged.append(True))
    reactor_events._WithoutContext.callWithLogger(object(), lambda: 1 / 0)
    assert logged == [True]
