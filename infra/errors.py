"""Errors in words for the person who deploys."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, NoCredentialsError

PROVISIONING_ERRORS = (BotoCoreError, ClientError)


class StackError(Exception):
    """The stack cannot be made as wanted; the message says why and what to do."""


def explain(error: StackError | BotoCoreError | ClientError) -> str:
    """What happened, and what to do about it."""
    match error:
        case EndpointConnectionError():
            return f"Nothing answers at {error.kwargs['endpoint_url']}. Check the network and AWS_ENDPOINT_URL."
        case NoCredentialsError():
            return "There are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        case _:
            return str(error)
