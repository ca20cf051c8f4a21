"""Loads the services of a realtime application before anybody asks for them.

LocalStack loads a service at its first call, which then waits for imports and service models: two seconds of a first
deployment. Here a thread does it beside everything else, in the order in which a deployment needs them.
"""

from __future__ import annotations

import gc
import logging
import threading
from functools import cache
from types import SimpleNamespace

import boto3
from localstack.aws.spec import load_service
from localstack.services.plugins import SERVICE_PLUGINS
from localstack.utils.aws import aws_stack

LOG = logging.getLogger(__name__)

_SERVICES = ("sts", "iam", "apigatewayv2", "lambda", "s3", "events", "dynamodb", "dynamodbstreams", "logs", "sqs")


# Objects made, less those freed, between two looks for garbage among the young ones. Python's 2,000 suit a script: here
# a hundred requests make as many, and each look at the old ones goes through all open sockets.
_YOUNG_OBJECTS = 20_000


def start_in_background() -> None:
    """Begin; a service that fails to load says so when it is called, as it would without this."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    _load_services()
    # Code and service models are here to stay: the garbage collector need not look through them ever again.
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, *gc.get_threshold()[1:])


def _load_services() -> None:
    _read_endpoints_once()
    for name in _SERVICES:
        try:
            load_service(name)
            aws_stack.get_valid_regions_for_service(name)
            SERVICE_PLUGINS.require(name)
        except Exception as error:
            LOG.warning("Service %s was not loaded ahead of its first call: %s", name, error)


def _read_endpoints_once() -> None:
    """Let LocalStack ask one boto3 session for the regions of all services.

    It makes a session for each service, which reads the list of all endpoints again: a third of all loading.
    """
    aws_stack.boto3 = SimpleNamespace(Session=cache(boto3.Session), session=boto3.session)
