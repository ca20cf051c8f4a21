"""Ids of requests, which come often and have to be distinct, not secret."""

from __future__ import annotations

from random import getrandbits


def new_request_id() -> str:
    """A UUID of version 4, as AWS's services have them.

    ``uuid.uuid4`` asks the system for randomness, and lets other threads run meanwhile: under load that costs a tenth
    of a request.
    """
    digits = f"{getrandbits(120):030x}"
    variant = "89ab"[getrandbits(2)]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-{variant}{digits[15:18]}-{digits[18:]}"
