"""Identifiers in AWS's shapes: lower-case letters and digits, a fixed length for each kind of resource."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Container

from emulator.apigatewayv2.errors import BadRequestException

API_ID_LENGTH = 10
ROUTE_ID_LENGTH = 7
INTEGRATION_ID_LENGTH = 7
DEPLOYMENT_ID_LENGTH = 6
ROUTE_RESPONSE_ID_LENGTH = 6
INTEGRATION_RESPONSE_ID_LENGTH = 6
AUTHORIZER_ID_LENGTH = 6
MODEL_ID_LENGTH = 6
API_MAPPING_ID_LENGTH = 6

_ALPHABET = string.ascii_lowercase + string.digits
_HOST_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def new_id(length: int, taken: Container[str]) -> str:
    """A random identifier of ``length`` characters that is not in ``taken``."""
    while (candidate := "".join(random.choices(_ALPHABET, k=length))) in taken:  # noqa: S311 (a name, not a secret)
        pass
    return candidate


def check_custom_api_id(api_id: str) -> None:
    """Refuse a chosen ApiId that could not be the first label of a host name.

    :raises BadRequestException: naming the id and what is allowed
    """
    if not _HOST_LABEL.fullmatch(api_id):
        raise BadRequestException(
            f"Invalid API identifier in tag _custom_id_: {api_id!r}. "
            "It may have up to 63 lower-case letters, digits and inner hyphens, because it is part of a host name"
        )
