"""Why a backend gave no answer."""

from __future__ import annotations


class IntegrationError(Exception):
    """There is no backend, or API Gateway may not call it, or does not know how."""


class BackendUnreachableError(IntegrationError):
    """No connection, or no valid HTTP answer."""
