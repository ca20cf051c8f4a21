"""LocalStack's settings that have a share of all operations on items fail."""

from __future__ import annotations

from localstack import config


def fails_at_random() -> bool:
    """Whether one of them is set."""
    return bool(
        config.DYNAMODB_ERROR_PROBABILITY
        or config.DYNAMODB_READ_ERROR_PROBABILITY
        or config.DYNAMODB_WRITE_ERROR_PROBABILITY
    )
