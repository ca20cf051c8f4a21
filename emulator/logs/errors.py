"""What is wrong with a filter pattern."""

from __future__ import annotations


class InvalidPatternError(ValueError):
    """A filter pattern that CloudWatch Logs would refuse; its text is what AWS says."""

    def __init__(self, message: str = "Invalid filter pattern") -> None:
        super().__init__(message)
