"""Signed calls to ``@connections``, ready to be sent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from bench.emulator import REGION
from bench.http_load import http_request, send_requests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.websocket_crowd import Crowd

CLIENTS = 16


def post_to_connection(port: int, api_id: str, connection_id: str, message: bytes) -> bytes:
    """The bytes of a PostToConnection request to the emulator on ``port``."""
    host = f"{api_id}.execute-api.localhost.localstack.cloud:{port}"
    path = f"/dev/%40connections/{quote(connection_id)}"
    request = AWSRequest("POST", f"http://{host}{path}", {"Host": host}, message)
    SigV4Auth(Credentials("test", "test"), "execute-api", REGION).add_auth(request)
    return http_request("POST", path, message, **dict(request.headers.items()))


def broadcast(port: int, api_id: str, connection_ids: Sequence[str], crowd: Crowd) -> tuple[float, float]:
    """Post a message to every connection from 16 clients; when the first and the last arrived, in milliseconds."""
    posts = [post_to_connection(port, api_id, each, b'{"virusId": "0123456789"}') for each in connection_ids]
    crowd.forget_messages()
    begun = time.perf_counter()
    send_requests(port, [posts[i::CLIENTS] for i in range(CLIENTS)])
    arrived = crowd.wait_for_messages()
    return (min(arrived) - begun) * 1000, (max(arrived) - begun) * 1000
