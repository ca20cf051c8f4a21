"""``petri remove``: delete the stack."""

from __future__ import annotations

from scripts.provisioning import Provisioning


def remove() -> None:
    """Delete all resources of the application, with the data in its table."""
    from infra import stack
    from infra.aws import default_session

    with Provisioning("Removing") as provisioning:
        stack.remove(default_session(), provisioning.report)
