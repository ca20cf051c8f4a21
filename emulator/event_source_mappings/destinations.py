"""On-failure destinations: a queue, a topic or a bucket that is told of records which are given up."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from localstack.services.lambda_.event_source_mapping.pipe_utils import get_internal_client
from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import get_queue_url
from localstack.services.lambda_.event_source_mapping.pollers.stream_poller import get_failure_s3_object_key
from localstack.utils.aws.arns import parse_arn, s3_bucket_name

from emulator.event_source_mappings.change import Change, payload_of
from emulator.event_source_mappings.settings import Settings

LOG = logging.getLogger(__name__)


def send_to_destination(settings: Settings, record: dict[str, Any], changes: Sequence[Change], now: datetime) -> None:
    """Tell the mapping's destination, if it has one. If it cannot be told, the log says so, as on AWS a metric does."""
    arn = settings.destination_arn
    if not arn:
        return
    try:
        _send(arn, settings.mapping, record, changes, now)
    except Exception as error:
        LOG.warning(
            "Event source mapping %s gave up %d records and could not tell its on-failure destination %s: %s",
            settings.mapping,
            len(changes),
            arn,
            error,
        )


def _send(arn: str, mapping: str, record: dict[str, Any], changes: Sequence[Change], now: datetime) -> None:
    match parse_arn(arn)["service"]:
        case "sqs":
            get_internal_client(arn).send_message(QueueUrl=get_queue_url(arn), MessageBody=json.dumps(record))
        case "sns":
            get_internal_client(arn).publish(TopicArn=arn, Message=json.dumps(record))
        case "s3":
            # A bucket has room for the records themselves (row D33).
            get_internal_client(arn).put_object(
                Bucket=s3_bucket_name(arn),
                Key=get_failure_s3_object_key(mapping, changes[0].shard_id, now),
                Body=json.dumps(record | {"payload": json.loads(payload_of(changes))}),
            )
        case service:
            raise ValueError(f"a destination is a queue, a topic or a bucket, and none of {service}")
