from __future__ import annotations

import threading

import pytest

from emulator.dynamodb_local.wake_up import Table, WakeUps

VIRUSES = Table("000000000000", "eu-west-1", "viruses")


@pytest.mark.parametrize(
    ("written", "wakes"),
    [
        (("000000000000", "eu-west-1", {"viruses"}), True),
        (("000000000000", "eu-west-1", {"connections", "viruses"}), True),
        (("000000000000", "eu-west-1", None), True),
        (("000000000000", "eu-west-1", {"connections"}), False),
        (("000000000000", "us-east-1", {"viruses"}), False),
        (("111111111111", "eu-west-1", None), False),
    ],
)
def test_a_write_wakes_who_waits_for_its_table(written: tuple[str, str, set[str] | None], wakes: bool) -> None:
    wake_ups, event = WakeUps(), threading.Event()
    wake_ups.add(VIRUSES, event.set)
    wake_ups.wake(*written)
    assert event.is_set() is wakes


def test_all_who_wait_are_woken() -> None:
    wake_ups, events = WakeUps(), [threading.Event(), threading.Event()]
    for event in events:
        wake_ups.add(VIRUSES, event.set)
    wake_ups.wake(VIRUSES.account_id, VIRUSES.region, {"viruses"})
    assert all(event.is_set() for event in events)


def test_who_waits_no_more_is_left_alone() -> None:
    wake_ups, event = WakeUps(), threading.Event()
    wake_ups.add(VIRUSES, event.set)
    wake_ups.remove(VIRUSES, event.set)
    wake_ups.remove(VIRUSES, event.set)
    wake_ups.wake(VIRUSES.account_id, VIRUSES.region, {"viruses"})
    assert not event.is_set()
