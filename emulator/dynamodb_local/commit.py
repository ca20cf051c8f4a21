"""Transactions, which the engine answers before it commits them.

That is some milliseconds early: whoever reads its file then does not find the records yet, and an engine that is killed
then has lost what was acknowledged. It does commit before it answers what it is asked next.
"""

from __future__ import annotations

_ANSWERED_EARLY = frozenset({"TransactWriteItems", "ExecuteTransaction"})

NEXT_OPERATION = "ListTables"
"""What to ask next, for the same account and region and on the same port, before the transaction is answered"""
NEXT_BODY = b'{"Limit":1}'


def is_answered_early(operation: str, status: int) -> bool:
    """Whether what the engine answered with this status may not be committed yet."""
    return status == 200 and operation in _ANSWERED_EARLY
