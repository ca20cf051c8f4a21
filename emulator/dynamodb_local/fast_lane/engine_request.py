"""Requests to the engine as the bytes of HTTP, for connections of the reactor."""

from __future__ import annotations

from functools import lru_cache

from emulator.dynamodb_local.engine_protocol import engine_headers


def engine_request(target: str, account_id: str, region: str, body: bytes) -> bytes:
    """A request; ``target`` is such as ``DynamoDB_20120810.PutItem``."""
    return b"%sContent-Length: %d\r\n\r\n%s" % (_head(target, account_id, region), len(body), body)


@lru_cache(maxsize=256)
def _head(target: str, account_id: str, region: str) -> bytes:
    headers = engine_headers(target, account_id, region)
    lines = ["POST / HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "".join(f"{line}\r\n" for line in lines).encode()
