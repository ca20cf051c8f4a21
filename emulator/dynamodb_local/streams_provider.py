"""The DynamoDB Streams API: LocalStack's provider on our engine, with records like AWS's."""

from __future__ import annotations

from typing import Any

from localstack.aws.api import RequestContext, handler
from localstack.aws.api.dynamodbstreams import GetRecordsInput, GetShardIteratorInput, GetShardIteratorOutput
from localstack.http import Response
from localstack.services.dynamodb.v2.provider import modify_context_region
from localstack.services.dynamodbstreams.dynamodbstreams_api import get_original_region
from localstack.services.dynamodbstreams.v2.provider import DynamoDBStreamsProvider

from emulator.dynamodb_local import patches
from emulator.dynamodb_local.client import parse_answer
from emulator.dynamodb_local.engine import DynamoDBLocalEngine, the_engine
from emulator.dynamodb_local.stream_calls import for_engine, from_engine


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

    @handler("GetShardIterator", expand=False)
    def get_shard_iterator(
        self, context: RequestContext, payload: GetShardIteratorInput
    ) -> GetShardIteratorOutput | Response:
        """A place in a shard; LocalStack remembers those of replicas, whose records are in another region."""
        if get_original_region(context=context, stream_arn=payload["StreamArn"]) != context.region:
            return super().get_shard_iterator(context, payload)
        return self._forward_as_is(context, for_engine(dict(payload)), context.region)

    @handler("GetRecords", expand=False)
    def get_records(self, context: RequestContext, payload: GetRecordsInput) -> Response:
        """The next records of a shard; of a replica's, those of its table's first region."""
        request = for_engine(dict(payload))
        home = self.shard_to_region.pop(request["ShardIterator"], context.region)
        response = self._forward_as_is(context, request, home)
        if home != context.region and (following := response.json.get("NextShardIterator")):
            self.shard_to_region[for_engine({"ShardIterator": following})["ShardIterator"]] = home
        return response

    def _forward_as_is(self, context: RequestContext, request: dict[str, Any], home: str) -> Response:
        """Ask the engine for what is in region ``home``; ``request`` has its ARNs."""
        with modify_context_region(context, home):
            response = self.server.client.forward_raw(context, request)
        if response.status_code != 200:
            parse_answer(context.operation, context.protocol, response)
        response.data = from_engine(context.operation.name, response.data, context.account_id, context.region)
        return response
