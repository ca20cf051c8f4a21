"""Event source mappings whose function is deleted: they outlive it (row D14), and must not keep others from loading."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from localstack.aws.api.lambda_ import ResourceNotFoundException
from localstack.services.lambda_.event_source_mapping.esm_worker import EsmState
from localstack.services.lambda_.event_source_mapping.esm_worker_factory import EsmWorkerFactory
from localstack.services.lambda_.invocation.models import LambdaStore, lambda_stores
from localstack.services.lambda_.provider import LambdaProvider
from localstack.services.lambda_.provider_utils import get_function_version_from_arn

LOG = logging.getLogger(__name__)


@contextmanager
def kept_aside(provider: LambdaProvider) -> Iterator[None]:
    """Keep them from LocalStack while it sets mappings to work, which fails as a whole; then set them to work, too."""
    orphans = [
        (store, mapping)
        for _account_id, _region, store in lambda_stores.iter_stores()
        for mapping in list(store.event_source_mappings.values())
        if _is_orphan(mapping)
    ]
    for store, mapping in orphans:
        del store.event_source_mappings[mapping["UUID"]]
    try:
        yield
    finally:
        for store, mapping in orphans:
            store.event_source_mappings[mapping["UUID"]] = mapping
    for store, mapping in orphans:
        _set_to_work(provider, store, mapping)


def _is_orphan(mapping: dict[str, Any]) -> bool:
    try:
        get_function_version_from_arn(mapping["FunctionArn"])
    except ResourceNotFoundException:
        return True
    return False


def _set_to_work(provider: LambdaProvider, store: LambdaStore, mapping: dict[str, Any]) -> None:
    enabled = mapping.get("State") not in (EsmState.DISABLED, EsmState.DISABLING)
    try:
        worker = EsmWorkerFactory(mapping, None, enabled).get_esm_worker()
    except ResourceNotFoundException:
        # LocalStack's workers, for queues, need the function.
        LOG.warning(
            "Event source mapping %s is not loaded: its function %s does not exist.",
            mapping["UUID"],
            mapping["FunctionArn"],
        )
        del store.event_source_mappings[mapping["UUID"]]
        return
    worker.create()
    provider.esm_workers[worker.uuid] = worker
