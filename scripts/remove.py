"""``petri remove``: delete the stack."""

from __future__ import annotations

from scripts import emulator_account
from scripts.options import AsJson
from scripts.provisioning import Provisioning


def remove(as_json: AsJson = False) -> None:
    """Delete all resources of the application.

    The data in its table goes with them. What other stacks have in the emulator stays.
    """
    emulator_account.connect()
    from infra import stack

    with Provisioning("Removing", as_json=as_json) as provisioning:
        stack.remove(emulator_account.session(), provisioning.report)
