from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.unit.lambdas.fake_aws import FakeAws

SCHEDULED_EVENT = {  # D86
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-10-08T16:53:06Z",
    "region": "eu-west-1",
    "resources": ["arn:aws:events:eu-west-1:000000000000:rule/every-minute"],
    "detail": {},
}
DEEPLY_NESTED = "[" * 100_000


def encoded(body: bytes) -> dict[str, Any]:
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


@pytest.mark.parametrize(
    "event",
    [
        {"version": "2.0", "routeKey": "POST /virus", "isBase64Encoded": False},
        {"body": "", "isBase64Encoded": False},
        {"body": '{"any": "thing"}', "isBase64Encoded": False},
        encoded(b'{"any": "thing"}'),  # B26: what has no content type comes as base64
        SCHEDULED_EVENT,
        {},  # D89: a rule's Input replaces the event, with whatever it likes
        {"body": {"not": "a request"}},
        ["body"],
        "body",
        None,
    ],
)
def test_stores_a_virus_and_answers_its_id(aws: FakeAws, event: object) -> None:
    from virus import create

    answer = create.handler(event, None)
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == "application/json"
    virus_id = json.loads(answer["body"])["id"]
    assert aws.items == {
        ("Virus", virus_id): {"partitionKey": {"S": "Virus"}, "sortKey": {"S": virus_id}},
    }


def test_every_virus_has_an_id_of_its_own(aws: FakeAws) -> None:
    from virus import create

    create.handler({}, None)
    create.handler({}, None)
    assert len(aws.items) == 2


@pytest.mark.parametrize(
    "event",
    [
        {"body": "{", "isBase64Encoded": False},
        {"body": "virus", "isBase64Encoded": False},
        {"body": DEEPLY_NESTED, "isBase64Encoded": False},
        encoded(b'{"any"'),
        encoded(b"\xff\xfe\xfd"),
        {"body": "not base64!", "isBase64Encoded": True},
    ],
)
def test_a_body_that_is_not_json_is_refused_and_creates_nothing(aws: FakeAws, event: object) -> None:
    from virus import create

    answer = create.handler(event, None)
    assert answer["statusCode"] == 400
    assert json.loads(answer["body"]) == {"message": "The request body is not valid JSON."}
    assert aws.items == {}
