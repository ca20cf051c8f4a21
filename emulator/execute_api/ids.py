"""Ids in the shape of API Gateway's (conformance rows A25, A26, B20)."""

from __future__ import annotations

import base64
import os
import re
from random import getrandbits

_CONNECTION_ID = re.compile(r"[A-Za-z0-9_-]{15}=")


def new_id() -> str:
    """A request or message id: 16 characters of URL-safe base64 that end with ``=``."""
    # Not from the system: see `emulator.request_ids`.
    return base64.urlsafe_b64encode(getrandbits(88).to_bytes(11)).decode()


def new_connection_id() -> str:
    """The same for a connection, which nobody shall guess: whoever knows it may post to the client."""
    return base64.urlsafe_b64encode(os.urandom(11)).decode()


def is_connection_id(text: str) -> bool:
    """Whether ``text`` could be a connection id; AWS answers 400, not 410, to what could not (row A91)."""
    return bool(_CONNECTION_ID.fullmatch(text))
