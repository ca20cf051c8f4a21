from __future__ import annotations

from tests.unit.lambdas.fake_aws import FakeAws
from tests.unit.lambdas.real_time.events import CONNECTION_ID, websocket_event


def test_remembers_where_to_post_to_and_lets_the_client_in(aws: FakeAws) -> None:
    """A06, A120: the answer is a 2xx; domain name and stage make the endpoint."""
    from real_time import connect

    assert connect.handler(websocket_event("$connect", "CONNECT"), None) == {"statusCode": 200}
    assert list(aws.items.values()) == [
        {
            "partitionKey": {"S": "Connection"},
            "sortKey": {"S": CONNECTION_ID},
            "endpoint": {"S": "https://abcdef1234.execute-api.eu-west-1.amazonaws.com/dev"},
            "connectedAt": {"N": "1700000000123"},
        }
    ]
