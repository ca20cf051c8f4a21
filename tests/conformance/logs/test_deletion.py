"""A log group that is deleted stays deleted."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from tests.support import create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_what_is_on_its_way_goes_with_the_group(emulator: Emulator) -> None:
    logs = emulator.client("logs")
    name = create_function(emulator, "def handler(event, context):\n    print('hello')\n").rpartition(":")[2]
    for _ in range(2):
        emulator.client("lambda").invoke(FunctionName=name)
        # The second time nothing of it is there yet, were it not for the call itself.
        logs.delete_log_group(logGroupName=f"/aws/lambda/{name}")

    other = f"/test/{uuid.uuid4().hex[:8]}"
    logs.create_log_group(logGroupName=other)
    logs.delete_log_group(logGroupName=other)  # all is delivered when this is answered
    assert logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{name}")["logGroups"] == []
