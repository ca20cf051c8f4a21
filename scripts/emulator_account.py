"""Where commands that talk to AWS find it: the running emulator, or what the environment names."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from scripts.aws_env import use_emulator
from scripts.petri_api import require_answer, require_emulator

if TYPE_CHECKING:
    import boto3

# What boto3 reads of the environment, when it does not read files.
_CONCERNS = re.compile(r"AWS_|.*_PROXY$", re.IGNORECASE)


def connect() -> str:
    """Make this process a client of the emulator, if AWS_ENDPOINT_URL names no endpoint; returns the endpoint.

    Raises PetriError, at once, when nothing of the kind answers: boto3 would try for a minute.
    """
    if named := os.environ.get("AWS_ENDPOINT_URL"):
        # Whatever it is: the same commands work on other implementations of AWS.
        require_answer(named)
        return named.rstrip("/")
    use_emulator()
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    require_emulator(endpoint)
    return endpoint


def session() -> boto3.Session:
    """A boto3 session for that; the one that was made before, perhaps by the command server, if nothing has changed."""
    from infra.aws import default_session

    if os.environ.get("AWS_CONFIG_FILE") != os.devnull:
        return default_session()  # it depends on more than the environment
    return _session(tuple(sorted((name, value) for name, value in os.environ.items() if _CONCERNS.match(name))))


@cache
def _session(_environment: tuple[tuple[str, str], ...]) -> boto3.Session:
    from infra.aws import default_session

    return default_session()


def client(service: str) -> Any:
    """A boto3 client for that."""
    made: Any = session()
    return made.client(service)
