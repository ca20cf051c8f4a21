"""Loads the services of a realtime application before anybody asks for them.

LocalStack loads a service at its first call, which then waits for imports and service models: two seconds of a first
deployment. Here a thread does it beside everything else, in the order in which a deployment needs them.
"""

from __future__ import annotations

import logging
import threading

from localstack.aws.spec import load_service
from localstack.services.plugins import SERVICE_PLUGINS
from localstack.utils.aws.aws_stack import get_valid_regions_for_service

LOG = logging.getLogger(__name__)

_SERVICES = ("sts", "iam", "apigatewayv2", "lambda", "s3", "events", "dynamodb", "dynamodbstreams", "logs", "sqs")


def start_in_background() -> None:
    """Begin; a service that fails to load says so when it is called, as it would without this."""
    threading.Thread(target=_load_services, name="warm-up", daemon=True).start()


def _load_services() -> None:
    for name in _SERVICES:
        try:
            load_service(name)
            get_valid_regions_for_service(name)
            SERVICE_PLUGINS.require(name)
        except Exception as error:
            LOG.warning("Service %s was not loaded ahead of its first call: %s", name, error)
