"""What a function's result says about the records of its batch, if the mapping has ``ReportBatchItemFailures``.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence


def first_failure(result: bytes, sequence_numbers: Sequence[str]) -> int | None:
    """The index of the record from which on a batch is to be delivered again; ``None`` if all of it is done.

    ``result`` is the function's JSON, ``sequence_numbers`` are those of the batch, in order. A result that names what
    is not in the batch, or is of another form, fails the whole batch (row D28), one that names nothing none (D27).
    """
    try:
        parsed = json.loads(result or b"null")
    except ValueError:
        return 0
    if not parsed:
        return None
    if not isinstance(parsed, dict):
        return 0
    failures = parsed.get("batchItemFailures")
    if not failures:
        return None
    if not isinstance(failures, list):
        return 0
    failed = [failure.get("itemIdentifier") if isinstance(failure, dict) else None for failure in failures]
    index_of = {number: index for index, number in enumerate(sequence_numbers)}
    indexes = [index_of.get(number) if isinstance(number, str) else None for number in failed]
    known = [index for index in indexes if index is not None]
    return min(known) if len(known) == len(indexes) else 0
