"""How an authorizer says no. Who catches it answers the client; the text is for the log."""

from __future__ import annotations


class AuthorizationError(Exception):
    """The caller does not pass."""


class UnauthorizedError(AuthorizationError):
    """401: it is not known who calls."""


class ForbiddenError(AuthorizationError):
    """403: it is known, and may not."""


class AuthorizerError(AuthorizationError):
    """500: the authorizer failed, so nobody knows."""
