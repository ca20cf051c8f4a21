from __future__ import annotations

from types import SimpleNamespace

from moto.logs.models import LogStream

from emulator.lambda_runtime.log_allowance import EVENT_BYTES
from emulator.lambda_runtime.log_retention import drop_oldest


def test_the_oldest_events_go_and_the_first_says_so() -> None:
    group = SimpleNamespace(account_id="0", region="eu-west-1", name="group", subscription_filters={})
    stream = LogStream(group, "stream")
    stream.put_log_events([{"timestamp": number, "message": f"{number:99}\n"} for number in range(100)])
    for _ in range(2):
        drop_oldest(stream, 10 * (100 + EVENT_BYTES))
        notice, *kept = stream.events
        assert "dropped" in notice.message
        assert len(kept) in (9, 10)
        assert kept[-1].timestamp == 99
        assert notice.timestamp <= kept[0].timestamp
        assert stream.stored_bytes == sum(len(event.message) for event in stream.events)
