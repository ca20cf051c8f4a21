"""AWS_IAM routes of HTTP APIs (row B74)."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest
import requests
from botocore.credentials import Credentials

from tests.support import ECHO, create_api, create_function, presign, sign, update_route

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator


def signed_api(emulator: Emulator) -> str:
    """The id of an API that takes signed requests only."""
    echo = create_function(emulator, ECHO)
    api_id = create_api(emulator, "HTTP", {"GET /a/{id}": echo, "POST /b": echo})
    for route_key in ("GET /a/{id}", "POST /b"):
        update_route(emulator, api_id, route_key, AuthorizationType="AWS_IAM")
    return api_id


@pytest.fixture(scope="module")
def url(emulator: Emulator) -> str:
    return emulator.api_url(signed_api(emulator))


class User:
    """An IAM user with an access key."""

    def __init__(self, emulator: Emulator) -> None:
        self._iam, self._name = emulator.client("iam"), f"user-{uuid.uuid4().hex[:8]}"
        user = self._iam.create_user(UserName=self._name)["User"]
        self.arn, self.id = user["Arn"], user["UserId"]
        key = self._iam.create_access_key(UserName=self._name)["AccessKey"]
        self.credentials = Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    def allow(self, resource: str, effect: str = "Allow") -> None:
        statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self._iam.put_user_policy(UserName=self._name, PolicyName=uuid.uuid4().hex, PolicyDocument=document)

    def deactivate(self) -> None:
        self._iam.update_access_key(UserName=self._name, AccessKeyId=self.credentials.access_key, Status="Inactive")


def assert_forbidden(response: requests.Response) -> None:
    assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})


def iam_of(response: requests.Response) -> Any:
    assert response.status_code == 200, response.text
    return response.json()["requestContext"]["authorizer"]["iam"]


def test_unsigned_and_malformed_b74(url: str) -> None:
    for authorization in (None, "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=test/20260101"):
        headers = {"Authorization": authorization} if authorization else {}
        assert_forbidden(requests.get(f"{url}/a/1", headers=headers, timeout=20))
    other = sign(f"{url}/a/1", service="lambda")
    assert_forbidden(requests.get(f"{url}/a/1", headers=other, timeout=20))


def test_any_key_passes_as_the_accounts_root_b74(url: str) -> None:
    """LocalStack's way: a key that nobody has issued names an account."""
    found = iam_of(requests.get(f"{url}/a/1", headers=sign(f"{url}/a/1"), timeout=20))
    assert found == {
        "accessKey": "test",
        "accountId": "000000000000",
        "callerId": "000000000000",
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": "arn:aws:iam::000000000000:root",
        "userId": "000000000000",
    }


def test_a_user_is_known_b74(emulator: Emulator, url: str) -> None:
    user = User(emulator)
    for path in ("/a/1", "/a/x%20y?q=b&q=a&z=%2F"):
        found = iam_of(requests.get(url + path, headers=sign(url + path, credentials=user.credentials), timeout=20))
        assert (found["accessKey"], found["userArn"]) == (user.credentials.access_key, user.arn)
        assert found["callerId"] == found["userId"] == user.id
    body = b'{"a": 1}'
    headers = sign(f"{url}/b", "POST", body, user.credentials)
    assert iam_of(requests.post(f"{url}/b", data=body, headers=headers, timeout=20))["userArn"] == user.arn
    assert iam_of(requests.get(presign(f"{url}/a/1", user.credentials), timeout=20))["userArn"] == user.arn


def test_what_was_not_signed_is_refused_b74(emulator: Emulator, url: str) -> None:
    """For keys of this emulator the signature is checked: who, what and when."""
    user = User(emulator)
    headers = sign(f"{url}/b", "POST", b"a", user.credentials)
    assert_forbidden(requests.post(f"{url}/b", data=b"b", headers=headers, timeout=20))
    assert_forbidden(requests.post(f"{url}/b?x=1", data=b"a", headers=headers, timeout=20))
    assert_forbidden(requests.get(f"{url}/a/1", headers=headers, timeout=20))
    thief = Credentials(user.credentials.access_key, "guessed")
    assert_forbidden(requests.get(f"{url}/a/1", headers=sign(f"{url}/a/1", credentials=thief), timeout=20))
    late = presign(f"{url}/a/1", user.credentials, expires_seconds=0)
    assert_forbidden(requests.get(late, timeout=20))
    user.deactivate()
    signed = sign(f"{url}/a/1", credentials=user.credentials)
    assert_forbidden(requests.get(f"{url}/a/1", headers=signed, timeout=20))


def test_a_role_session_is_known_b74(emulator: Emulator, url: str) -> None:
    name = f"role-{uuid.uuid4().hex[:8]}"
    role = emulator.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    assumed = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="me")
    given = assumed["Credentials"]
    credentials = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    found = iam_of(requests.get(f"{url}/a/1", headers=sign(f"{url}/a/1", credentials=credentials), timeout=20))
    assert found["userArn"] == f"arn:aws:sts::000000000000:assumed-role/{name}/me"
    assert found["userId"] == assumed["AssumedRoleUser"]["AssumedRoleId"]
    without_token = Credentials(given["AccessKeyId"], given["SecretAccessKey"])
    signed = sign(f"{url}/a/1", credentials=without_token)
    assert_forbidden(requests.get(f"{url}/a/1", headers=signed, timeout=20))


def test_identity_in_payload_format_1_b31_b74(emulator: Emulator) -> None:
    api_id = create_api(emulator, "HTTP", {"GET /a": create_function(emulator, ECHO)}, payload_format="1.0")
    update_route(emulator, api_id, "GET /a", AuthorizationType="AWS_IAM")
    url, user = f"{emulator.api_url(api_id)}/a", User(emulator)
    event = requests.get(url, headers=sign(url, credentials=user.credentials), timeout=20).json()
    identity = event["requestContext"]["identity"]
    assert (identity["accessKey"], identity["userArn"]) == (user.credentials.access_key, user.arn)
    assert identity["caller"] == identity["user"] == user.id
    assert event["requestContext"]["authorizer"] == {"claims": None, "scopes": None}


def test_policies_of_users_count_when_iam_is_enforced_b74(start_emulator: Callable[..., Emulator]) -> None:
    strict = start_emulator(ENFORCE_IAM="1")
    api_id = signed_api(strict)
    url, user = strict.api_url(api_id), User(strict)

    def call() -> requests.Response:
        return requests.get(f"{url}/a/1", headers=sign(f"{url}/a/1", credentials=user.credentials), timeout=20)

    assert_forbidden(call())
    arn = f"arn:aws:execute-api:eu-west-1:000000000000:{api_id}/dev"
    user.allow(f"{arn}/POST/*")
    assert_forbidden(call())
    user.allow(f"{arn}/GET/a/*")
    assert call().status_code == 200
    user.allow(f"{arn}/GET/a/1", effect="Deny")
    assert_forbidden(call())
