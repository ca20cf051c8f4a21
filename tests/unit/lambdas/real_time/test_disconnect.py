from __future__ import annotations

from tests.unit.lambdas.fake_aws import FakeAws
from tests.unit.lambdas.real_time.events import CONNECTION_ID, websocket_event


def test_forgets_the_connection_and_no_other(aws: FakeAws) -> None:
    from real_time import disconnect

    aws.add_connection(CONNECTION_ID)
    aws.add_connection("another=")
    assert disconnect.handler(websocket_event("$disconnect", "DISCONNECT"), None) == {"statusCode": 200}
    assert list(aws.items) == [("Connection", "another=")]


def test_a_connection_forgotten_already_is_no_error() -> None:
    from real_time import disconnect

    assert disconnect.handler(websocket_event("$disconnect", "DISCONNECT"), None) == {"statusCode": 200}
