from __future__ import annotations

import json

from tests.unit.lambdas.fake_aws import FakeAws


def test_deletes_the_virus(aws: FakeAws) -> None:
    from virus import kill

    for virus_id in ("a", "b"):
        aws.put_item({"partitionKey": {"S": "Virus"}, "sortKey": {"S": virus_id}})
    answer = kill.handler({"pathParameters": {"id": "a"}}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"id": "a"}
    assert list(aws.items) == [("Virus", "b")]


def test_a_virus_that_is_dead_already_is_no_error() -> None:
    from virus import kill

    assert kill.handler({"pathParameters": {"id": "a"}}, None)["statusCode"] == 200
