"""Ids of requests, which come often and have to be distinct, not secret."""

from __future__ import annotations

import uuid
from random import getrandbits


def new_request_id() -> str:
    """A UUID of version 4, as AWS's services have them.

    ``uuid.uuid4`` asks the system for randomness, and lets other threads run meanwhile: under load that costs a tenth
    of a request.
    """
    return str(uuid.UUID(int=getrandbits(128), version=4))
