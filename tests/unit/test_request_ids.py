from __future__ import annotations

import uuid

from emulator.request_ids import new_request_id


def test_ids_are_uuids_of_version_4() -> None:
    ids = {new_request_id() for _ in range(1000)}
    assert len(ids) == 1000
    for each in ids:
        parsed = uuid.UUID(each)
        assert (str(parsed), parsed.version, parsed.variant) == (each, 4, uuid.RFC_4122)
