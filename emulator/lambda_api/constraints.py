"""The error for values that the API's model does not allow, in the words of AWS's services."""

from __future__ import annotations

from localstack.aws.api import CommonServiceException


def constraint_error(*violations: str) -> CommonServiceException:
    """``violations`` such as ``Value '0' at 'timeout' failed to satisfy constraint: ...``."""
    count = len(violations)
    message = f"{count} validation error{'s' if count > 1 else ''} detected: {'; '.join(violations)}"
    return CommonServiceException("ValidationException", message, status_code=400, sender_fault=True)


def violation(value: object, path: str, rule: str) -> str:
    """One of them: ``path`` is the parameter's name with a lower-case first letter, ``rule`` what must be true."""
    return f"Value '{value}' at '{path}' failed to satisfy constraint: Member must {rule}"
