from __future__ import annotations

import json

from tests.unit.lambdas.fake_aws import FakeAws


def test_lists_the_viruses_of_all_pages_and_nothing_else(aws: FakeAws) -> None:
    from virus import get

    ids = ["a", "b", "c", "d", "e"]
    for virus_id in ids:
        aws.put_item({"partitionKey": {"S": "Virus"}, "sortKey": {"S": virus_id}})
    aws.add_connection("connection=")

    answer = get.handler({}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"viruses": [{"id": virus_id} for virus_id in ids]}
    assert len(aws.queries) == 3


def test_sees_the_latest_writes(aws: FakeAws) -> None:
    from virus import get

    get.handler({}, None)
    assert [query["ConsistentRead"] for query in aws.queries] == [True]


def test_without_viruses_the_list_is_empty() -> None:
    from virus import get

    assert json.loads(get.handler({}, None)["body"]) == {"viruses": []}
