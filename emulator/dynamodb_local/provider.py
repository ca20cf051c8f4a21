"""The DynamoDB API: LocalStack's provider on our engine, with writes that wake stream readers."""

from __future__ import annotations

from localstack.aws.api import CommonServiceException, RequestContext, ServiceRequest, ServiceResponse
from localstack.http import Response
from localstack.services.dynamodb.v2.provider import DynamoDBProvider

from emulator.dynamodb_local.engine import DynamoDBLocalEngine, the_engine
from emulator.dynamodb_local.wake_up import WAKE_UPS
from emulator.dynamodb_local.written_tables import written_tables

# LocalStack changes nothing in the engine's answers to these.
AS_IS = frozenset({"PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query", "Scan"})


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
        if context.operation.name in AS_IS and service_request is None:
            response = self._forward_as_is(context)
        else:
            response = super().forward_request(context, service_request)
        tables = written_tables(context.operation.name, context.service_request)
        if tables is None or tables:
            WAKE_UPS.wake(context.account_id, context.region, tables)
        return response

    def _forward_as_is(self, context: RequestContext) -> ServiceResponse | Response:
        """Give the engine's answer back as it is: parsed and serialised again it would be the same, and late."""
        self.check_provisioned_throughput(context.operation.name)
        response = self.server.client.forward_raw(context)
        if response.status_code != 200:
            return self.server.client.parse(context, response)
        context.service_response = response.json  # or LocalStack parses it for its log
        return response

    def fix_consumed_capacity(self, request: ServiceRequest, result: ServiceResponse) -> None:
        """Nothing to fix: this engine tells the consumed capacity."""

    @staticmethod
    def table_exists(account_id: str, region_name: str, table_name: str) -> bool:
        """Whether there is such a table. LocalStack lists all tables through its gateway; this is one call."""
        region = DynamoDBProvider.ddb_region_name(region_name)
        try:
            the_engine().client.call("DynamoDB_20120810.DescribeTable", account_id, region, {"TableName": table_name})
        except CommonServiceException as error:
            if error.code == "ResourceNotFoundException":
                return False
            raise
        return True
