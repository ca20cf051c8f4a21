"""Transactions, which the engine answers before it commits them.

That is some milliseconds early: whoever reads its file then does not find the records yet, and an engine that is killed
then has lost what was acknowledged. It does commit before it answers what it is asked next.
"""

from __future__ import annotations

from emulator.dynamodb_local.engine_protocol import TARGET_PREFIX

_ANSWERED_EARLY = frozenset({f"{TARGET_PREFIX}.TransactWriteItems", f"{TARGET_PREFIX}.ExecuteTransaction"})

NEXT_TARGET = f"{TARGET_PREFIX}.ListTables"
"""What to ask next, for the same account and region and on the same port, before the transaction is answered"""
NEXT_BODY = b'{"Limit":1}'


def is_answered_early(target: str, status: int) -> bool:
    """Whether what the engine answered with this status may not be committed yet."""
    return status == 200 and target in _ANSWERED_EARLY
