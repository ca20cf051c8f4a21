"""Records of streams, and the invocations that get them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from emulator.execute_api.trace import trace_header_or_new
from emulator.tracing.happenings import Linked, RecordRead
from emulator.tracing.note import ON, note
from emulator.tracing.trace_ids import root_of
from emulator.tracing.writes import WRITES

if TYPE_CHECKING:
    from emulator.dynamodb_local.wake_up import Table


def note_record(table: Table, record: Mapping[str, Any]) -> str:
    """A record was read. Gives the header of the trace that it goes on with.

    That is its write's, or a new one for what was not written by a function.
    """
    if not ON:
        return ""
    now = time.time()
    write, known = WRITES.of_record(table, record)
    trace = f"Root={root_of(write.trace)}" if write else trace_header_or_new(None)
    if not known:
        began = min((write.ended if write else None) or now, now)
        happening = RecordRead(trace, began, now, table.name, record, write.started if write else None)
        # As objects it takes several times the room that it has in the table.
        note(happening, 4 * record["dynamodb"].get("SizeBytes", 0))
    return trace


def note_batch(request_id: str, traces: Sequence[str]) -> None:
    """An invocation has got records that belong to these traces, in their order; it goes on with the first."""
    if not ON:
        return
    first = traces[0]
    others = tuple(dict.fromkeys(trace for trace in traces if trace != first))
    if others:
        now = time.time()
        note(Linked(first, now, now, request_id, others), sum(map(len, others)))
