"""An account to compute names for; nothing answers there."""

from __future__ import annotations

from unittest.mock import sentinel

from infra.aws import Aws


def account() -> Aws:
    """Account 123456789012 in eu-west-1, without clients."""
    clients = dict.fromkeys(("apigateway", "dynamodb", "events", "iam", "lambda_", "logs", "states"), sentinel.client)
    return Aws(partition="aws", region="eu-west-1", account_id="123456789012", **clients)
