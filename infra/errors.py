"""Errors in words for the person who deploys."""

from __future__ import annotations

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)

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
        case PartialCredentialsError():
            return f"The AWS credentials are not complete: {error.kwargs['cred_var']} is missing."
        case ProfileNotFound():
            return (
                f"There is no AWS profile {error.kwargs['profile']}. See what there is with `aws configure "
                "list-profiles`, and set AWS_PROFILE to one of them or unset it."
            )
        case _:
            return str(error)
