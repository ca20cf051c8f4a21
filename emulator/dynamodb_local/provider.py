"""The DynamoDB API: LocalStack's provider on our engine, with writes that wake stream readers."""

from __future__ import annotations

from localstack.aws.api import CommonServiceException, RequestContext, ServiceRequest, ServiceResponse, handler
from localstack.aws.api.dynamodb import (
    QueryInput,
    QueryOutput,
    ResourceNotFoundException,
    TableName,
    TimeToLiveSpecification,
    UpdateTimeToLiveOutput,
)
from localstack.http import Response
from localstack.services.dynamodb.v2.provider import DynamoDBProvider

from emulator.dynamodb_local.client import parse_answer
from emulator.dynamodb_local.engine import DynamoDBLocalEngine, the_engine
from emulator.dynamodb_local.engine_protocol import TARGET_PREFIX
from emulator.dynamodb_local.error_injection import fails_at_random
from emulator.dynamodb_local.errors import as_aws
from emulator.dynamodb_local.fast_lane.item_request import OPERATIONS
from emulator.dynamodb_local.table_arns import by_arn, by_name
from emulator.dynamodb_local.wake_up import WAKE_UPS, Table
from emulator.dynamodb_local.written_tables import written_tables


class PetriDynamoDBProvider(DynamoDBProvider):
    """LocalStack's DynamoDB (v2) with another engine behind it."""

    server: DynamoDBLocalEngine

    @staticmethod
    def _new_dynamodb_server() -> DynamoDBLocalEngine:
        return the_engine()

    def forward_request(
        self, context: RequestContext, service_request: ServiceRequest | None = None
    ) -> ServiceResponse | Response:
        """Pass a request on to the engine, and wake the readers of the streams of the tables it wrote to."""
        try:
            response = self._forward(context, service_request)
        except CommonServiceException as error:
            raise as_aws(error, context.operation.name, context.service_request) from error
        tables = written_tables(context.operation.name, context.service_request)
        if tables is None or tables:
            WAKE_UPS.wake(context.account_id, context.region, tables)
        return response

    def _forward(self, context: RequestContext, service_request: ServiceRequest | None) -> ServiceResponse | Response:
        if context.operation.name not in OPERATIONS or service_request is not None:
            return super().forward_request(context, service_request)
        named, arns = by_name(context.service_request)
        if arns:
            return by_arn(super().forward_request(context, named), arns)
        if fails_at_random():
            return super().forward_request(context)
        return self._forward_as_is(context)

    def _forward_as_is(self, context: RequestContext) -> ServiceResponse | Response:
        """Give the engine's answer back as it is: parsed and serialised again it would be the same, and late."""
        response = self.server.client.forward_raw(context)
        if response.status_code != 200:
            return parse_answer(context.operation, context.protocol, response)
        context.service_response = response.json  # or LocalStack parses it for its log
        return response

    @handler("Query", expand=False)
    def query(self, context: RequestContext, query_input: QueryInput) -> QueryOutput:
        """Query a table or an index. LocalStack looks at the index first; the engine does, with AWS's errors."""
        region = self.get_global_table_region(context, query_input["TableName"])
        output: QueryOutput = self._forward_request(context=context, region=region)
        return output

    def update_time_to_live(
        self,
        context: RequestContext,
        table_name: TableName,
        time_to_live_specification: TimeToLiveSpecification,
        **kwargs: object,
    ) -> UpdateTimeToLiveOutput:
        """Have the engine delete items that have expired; LocalStack only takes note of the wish."""
        message = f"Requested resource not found: Table: {table_name} not found"
        self.ensure_table_exists(context.account_id, context.region, table_name, message)
        self.forward_request(context)
        return super().update_time_to_live(context, table_name, time_to_live_specification, **kwargs)

    def fix_consumed_capacity(self, request: ServiceRequest, result: ServiceResponse) -> None:
        """Nothing to fix: this engine tells the consumed capacity."""

    @staticmethod
    def table_exists(account_id: str, region_name: str, table_name: str) -> bool:
        """Whether there is such a table. LocalStack lists all tables through its gateway; this is one call."""
        table = Table(account_id, DynamoDBProvider.ddb_region_name(region_name), table_name)
        home = DynamoDBProvider.get_global_table_region(table, table_name)
        try:
            the_engine().client.call(f"{TARGET_PREFIX}.DescribeTable", account_id, home, {"TableName": table_name})
        except CommonServiceException as error:
            if error.code == "ResourceNotFoundException":
                return False
            raise
        return True

    @staticmethod
    def ensure_table_exists(
        account_id: str, region_name: str, table_name: str, error_message: str = "Requested resource not found"
    ) -> None:
        """Raise ``ResourceNotFoundException`` with ``error_message`` unless there is such a table."""
        if not PetriDynamoDBProvider.table_exists(account_id, region_name, table_name):
            raise ResourceNotFoundException(error_message)
