"""JWT authorizers with a token issuer on this machine (section B7)."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
import requests

from tests.issuer import AUDIENCE, Issuer, serve
from tests.support import ECHO, create_api, create_function, eventually, update_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    issuer.add_key("first")
    yield from serve(issuer)


@pytest.fixture(scope="module")
def echo(emulator: Emulator) -> str:
    return create_function(emulator, ECHO)


@pytest.fixture(scope="module")
def url(emulator: Emulator, issuer: Issuer, echo: str) -> str:
    """GET /plain, GET /scoped and GET /query need a token, ANY /any too; CORS allows a site."""
    routes = ("GET /plain", "GET /scoped", "GET /query", "ANY /any")
    cors = {"AllowOrigins": ["https://site.example"], "AllowHeaders": ["authorization"]}
    api_id = create_api(emulator, "HTTP", dict.fromkeys(routes, echo), CorsConfiguration=cors)
    protect(emulator, api_id, issuer.url, *routes)
    update_route(emulator, api_id, "GET /scoped", AuthorizationScopes=["virus/read", "virus/write"])
    by_query = create_jwt_authorizer(emulator, api_id, issuer.url, "$request.querystring.token")
    update_route(emulator, api_id, "GET /query", AuthorizerId=by_query)
    return emulator.api_url(api_id)


def create_jwt_authorizer(emulator: Emulator, api_id: str, issuer_url: str, source: str) -> str:
    created = emulator.client("apigatewayv2").create_authorizer(
        ApiId=api_id,
        Name=source,
        AuthorizerType="JWT",
        IdentitySource=[source],
        JwtConfiguration={"Issuer": issuer_url, "Audience": ["another", AUDIENCE]},
    )
    authorizer_id: str = created["AuthorizerId"]
    return authorizer_id


def protect(emulator: Emulator, api_id: str, issuer_url: str, *route_keys: str) -> None:
    authorizer_id = create_jwt_authorizer(emulator, api_id, issuer_url, "$request.header.Authorization")
    for route_key in route_keys:
        update_route(emulator, api_id, route_key, AuthorizationType="JWT", AuthorizerId=authorizer_id)


def get(url: str, token: str | None = None, **headers: str) -> requests.Response:
    authorization = {"Authorization": token} if token else {}
    return requests.get(url, headers=authorization | headers, timeout=20)


def refused(response: requests.Response) -> str:
    """What a 401 says of the token."""
    assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
    assert response.headers["Apigw-Requestid"]
    return response.headers["WWW-Authenticate"]


def invalid(description: str) -> str:
    return f'Bearer scope="" error="invalid_token" error_description="{description}"'


def test_a_good_token_passes_with_and_without_bearer_b61_b62_b64_b65(url: str, issuer: Issuer) -> None:
    now = int(time.time())
    token = issuer.token(iat=now, exp=now + 60, groups=["a", "b"], admin=True, realm_access={"roles": ["x"]})
    for authorization in (token, f"Bearer {token}", f"bearer {token}"):
        response = get(f"{url}/plain", authorization)
        assert response.status_code == 200, response.headers
        assert response.json()["requestContext"]["authorizer"] == {
            "jwt": {
                "claims": {
                    "iss": issuer.url,
                    "aud": AUDIENCE,
                    "sub": "42",
                    "iat": str(now),
                    "exp": str(now + 60),
                    "groups": "[a b]",
                    "admin": "true",
                    "realm_access": "map[roles:[x]]",
                },
                "scopes": None,
            }
        }


def test_a_token_in_the_query_string_b61(url: str, issuer: Issuer) -> None:
    assert get(f"{url}/query?token={issuer.token()}").status_code == 200
    assert refused(get(f"{url}/query", issuer.token())) == "Bearer"


def test_no_token_b63_b69(url: str) -> None:
    """Nothing is said of a token that there is not."""
    assert refused(get(f"{url}/plain")) == "Bearer"


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({"aud": "somebody"}, "the token does not have a valid audience"),
        ({"aud": None}, "the token does not have a valid audience"),
        ({"iss": "http://127.0.0.1:1/"}, "issuer does not match"),
        ({"exp": 1}, "the token has expired"),
        ({"exp": None}, "the token has expired"),
        ({"exp": "tomorrow"}, "exp of the token is not a number"),
        ({"nbf": 99_999_999_999}, "the token is not valid yet"),
        ({"iat": 99_999_999_999}, "the token was issued in the future"),
        # aud counts where there is one.
        ({"aud": "somebody", "client_id": AUDIENCE}, "the token does not have a valid audience"),
    ],
)
def test_claims_that_are_not_good_b62_b63(url: str, issuer: Issuer, changes: dict[str, Any], description: str) -> None:
    assert refused(get(f"{url}/plain", issuer.token(**changes))) == invalid(description)


def test_client_id_stands_for_aud_b62(url: str, issuer: Issuer) -> None:
    """Cognito's access tokens have no aud."""
    assert get(f"{url}/plain", issuer.token(aud=None, client_id=AUDIENCE)).status_code == 200
    assert get(f"{url}/plain", issuer.token(aud=["x", AUDIENCE])).status_code == 200


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_rsa_algorithms_b62(url: str, issuer: Issuer, algorithm: str) -> None:
    assert get(f"{url}/plain", issuer.token(algorithm=algorithm)).status_code == 200


def test_other_algorithms_and_signatures_b62(url: str, issuer: Issuer) -> None:
    claims = jwt.decode(issuer.token(), options={"verify_signature": False})
    symmetric = jwt.encode(claims, "s" * 32, algorithm="HS256", headers={"kid": "first"})
    assert refused(get(f"{url}/plain", symmetric)) == invalid("signing method HS256 is invalid")
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": "first"})
    assert refused(get(f"{url}/plain", unsigned)) == invalid("signing method none is invalid")
    stranger = Issuer(port=issuer.port)
    stranger.add_key("first")
    assert refused(get(f"{url}/plain", stranger.token())) == invalid("crypto/rsa: verification error")
    assert refused(get(f"{url}/plain", "nonsense")) == invalid("token contains an invalid number of segments")
    assert refused(get(f"{url}/plain", "a.b.c")).startswith('Bearer scope="" error="invalid_token"')


def test_new_keys_are_found_b62_b65(url: str, issuer: Issuer) -> None:
    """A key that came after the others were fetched is looked for, though not at every request."""
    assert get(f"{url}/plain", issuer.token()).status_code == 200
    issuer.add_key("second")
    eventually(lambda: get(f"{url}/plain", issuer.token("second")).status_code == 200, 20)
    fetched = issuer.requests.count("/realms/dev/keys")
    for _ in range(20):
        assert get(f"{url}/plain", issuer.token()).status_code == 200
    assert issuer.requests.count("/realms/dev/keys") == fetched


def test_scopes_b62_b63_b64(url: str, issuer: Issuer) -> None:
    for claim in ({"scope": "openid virus/read"}, {"scp": ["virus/read"]}):
        response = get(f"{url}/scoped", issuer.token(**claim))
        assert response.status_code == 200
        assert response.json()["requestContext"]["authorizer"]["jwt"]["scopes"] == ["virus/read"]
    for claim in ({"scope": "openid"}, {}):
        response = get(f"{url}/scoped", issuer.token(**claim))
        assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})
        assert response.headers["WWW-Authenticate"] == (
            'Bearer scope="virus/read virus/write" error="insufficient_scope" '
            'error_description="expected scopes: [virus/read virus/write]"'
        )


def test_a_preflight_that_a_route_takes_needs_a_token_too_b51_b58(url: str) -> None:
    headers = {"Origin": "https://site.example", "Access-Control-Request-Method": "GET"}
    response = requests.options(f"{url}/any", headers=headers, timeout=20)
    assert response.status_code == 401
    assert response.headers["Access-Control-Allow-Origin"] == "https://site.example"
    assert requests.options(f"{url}/plain", headers=headers, timeout=20).status_code == 204


def test_a_refusal_has_cors_headers_b58(url: str) -> None:
    response = get(f"{url}/plain", Origin="https://site.example")
    assert refused(response) == "Bearer"
    assert response.headers["Access-Control-Allow-Origin"] == "https://site.example"


def test_payload_format_1_b31_b64(emulator: Emulator, issuer: Issuer, echo: str) -> None:
    api_id = create_api(emulator, "HTTP", {"GET /a": echo}, payload_format="1.0")
    protect(emulator, api_id, issuer.url, "GET /a")
    authorizer = get(f"{emulator.api_url(api_id)}/a", issuer.token()).json()["requestContext"]["authorizer"]
    assert authorizer["scopes"] is None
    assert (authorizer["claims"]["sub"], authorizer["claims"]["iss"]) == ("42", issuer.url)


@pytest.mark.parametrize(
    ("documents", "description"),
    [
        ({"/realms/dev/.well-known/openid-configuration": b"{}"}, "OIDC discovery endpoint communication error"),
        ({"/realms/dev/.well-known/openid-configuration": b"x"}, "OIDC discovery endpoint communication error"),
        ({"/realms/dev/keys": b'{"keys": [' + b" " * 150_000 + b"]}"}, "JWKS communication error"),
    ],
)
def test_an_issuer_that_does_not_tell_its_keys_b65(
    emulator: Emulator, echo: str, documents: dict[str, bytes], description: str
) -> None:
    broken = Issuer(documents=documents)
    broken.add_key("first")
    for _ in serve(broken):
        api_id = create_api(emulator, "HTTP", {"GET /a": echo})
        protect(emulator, api_id, broken.url, "GET /a")
        assert refused(get(f"{emulator.api_url(api_id)}/a", broken.token())) == invalid(description)
        # It is asked again as soon as it may have been mended.
        broken.documents.clear()
        assert get(f"{emulator.api_url(api_id)}/a", broken.token()).status_code == 200


def test_nobody_at_the_issuers_url_b65(emulator: Emulator, issuer: Issuer, echo: str) -> None:
    api_id = create_api(emulator, "HTTP", {"GET /a": echo})
    protect(emulator, api_id, "http://127.0.0.1:9/", "GET /a")
    response = get(f"{emulator.api_url(api_id)}/a", issuer.token())
    assert refused(response) == invalid("OIDC discovery endpoint communication error")
    assert json.loads(response.content) == {"message": "Unauthorized"}
