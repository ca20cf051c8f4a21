"""What we replace in LocalStack while it runs, because there is no plugin point for it.

``EsmWorkerFactory`` has the classes of pollers and workers written into it; its hook
``lambda_create_event_source_poller`` is asked for sources it does not know only.
"""

from __future__ import annotations

from typing import Any

from localstack.services.lambda_.event_source_mapping import esm_worker_factory
from localstack.services.lambda_.event_source_mapping.esm_worker import EsmWorker
from localstack.services.lambda_.event_source_mapping.pollers.poller import Poller
from localstack.utils.patch import Patch

from emulator.dynamodb_local.event_source import PushPoller
from emulator.event_source_mappings import listing
from emulator.event_source_mappings.worker import StreamWorker


def apply() -> None:
    """Have mappings of DynamoDB streams work our way. Has an effect once, before the first mapping is made."""
    Patch(esm_worker_factory, "DynamoDBPoller", PushPoller).apply()
    Patch(esm_worker_factory, "EsmWorker", _new_worker).apply()
    listing.install()


def _new_worker(esm_config: dict[str, Any], poller: Poller, **settings: Any) -> EsmWorker:
    kind = StreamWorker if isinstance(poller, PushPoller) else EsmWorker
    return kind(esm_config, poller=poller, **settings)
