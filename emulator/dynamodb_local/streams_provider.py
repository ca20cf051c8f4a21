"""The DynamoDB Streams API: LocalStack's provider on our engine, with records like AWS's."""

from __future__ import annotations

import time

from localstack.aws.api import RequestContext, handler
from localstack.aws.api.dynamodbstreams import GetRecordsInput, GetRecordsOutput
from localstack.services.dynamodbstreams.v2.provider import DynamoDBStreamsProvider

from emulator.dynamodb_local import patches
from emulator.dynamodb_local.engine import DynamoDBLocalEngine, the_engine
from emulator.dynamodb_local.records import as_aws


class PetriDynamoDBStreamsProvider(DynamoDBStreamsProvider):
    """LocalStack's DynamoDB Streams (v2) with another engine behind it."""

    server: DynamoDBLocalEngine

    def __init__(self) -> None:
        # Not LocalStack's, which would make its own server first.
        self.server = the_engine()
        self.shard_to_region: dict[str, str] = {}

    def on_after_init(self) -> None:
        """Runs before there can be an event source mapping of a stream: making one calls DescribeStream."""
        super().on_after_init()
        patches.apply()

    @handler("GetRecords", expand=False)
    def get_records(self, context: RequestContext, payload: GetRecordsInput) -> GetRecordsOutput:
        """The next records of a shard."""
        response = super().get_records(context, payload)
        read_at = time.time()
        response["Records"] = [as_aws(record, context.region, read_at) for record in response["Records"]]
        return response
