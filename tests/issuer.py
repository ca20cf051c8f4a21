"""A token issuer on this machine, as a developer runs one: OpenID Connect discovery, keys, and tokens."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

if TYPE_CHECKING:
    from collections.abc import Iterator

AUDIENCE = "my-api"


@dataclass
class Issuer:
    """Serves whatever its members hold at the moment of a request."""

    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)
    """by path: answered instead of the real ones"""
    requests: list[str] = field(default_factory=list)
    """the paths that were asked for"""
    port: int = 0

    @property
    def url(self) -> str:
        """The issuer as tokens and authorizers name it."""
        return f"http://127.0.0.1:{self.port}/realms/dev"

    def add_key(self, key_id: str) -> None:
        """A new key, which the key set lists from now on."""
        self.keys[key_id] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def token(self, key_id: str = "first", algorithm: str = "RS256", **changes: Any) -> str:
        """A token that is good for a minute; ``changes`` set claims, None removes one."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": AUDIENCE, "sub": "42", "iat": now, "exp": now + 60} | changes
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.keys[key_id], algorithm=algorithm, headers={"kid": key_id})

    def answer(self, path: str) -> bytes | None:
        """The body for a path, None if there is none."""
        self.requests.append(path)
        if path in self.documents:
            return self.documents[path]
        if path == "/realms/dev/.well-known/openid-configuration":
            return json.dumps({"issuer": self.url, "jwks_uri": f"{self.url}/keys"}).encode()
        if path == "/realms/dev/keys":
            keys = [RSAAlgorithm.to_jwk(k.public_key(), as_dict=True) | {"kid": i} for i, k in self.keys.items()]
            return json.dumps({"keys": keys}).encode()
        return None


def serve(issuer: Issuer) -> Iterator[Issuer]:
    """Run ``issuer`` on a free port: the body of a fixture."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = issuer.answer(self.path)
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    yield issuer
    server.shutdown()
    server.server_close()
