"""What we replace in LocalStack while it runs, because there is no plugin point for it.

``EsmWorkerFactory`` has the classes of pollers and workers written into it; its hook
``lambda_create_event_source_poller`` is asked for sources it does not know only.
"""

from __future__ import annotations

from localstack.services.lambda_.event_source_mapping import esm_worker_factory
from localstack.utils.patch import Patch

from emulator.dynamodb_local.event_source import PushPoller, PushWorker


def apply() -> None:
    """Have mappings of DynamoDB streams woken by writes. Has an effect once, before the first mapping is made."""
    Patch(esm_worker_factory, "DynamoDBPoller", PushPoller).apply()
    Patch(esm_worker_factory, "EsmWorker", PushWorker).apply()
