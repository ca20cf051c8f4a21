"""The DynamoDB API: LocalStack's provider on our engine, with writes that wake stream readers."""

from __future__ import annotations

from localstack.aws.api import CommonServiceException, RequestContext, ServiceRequest, ServiceResponse
from localstack.services.dynamodb.v2.provider import DynamoDBProvider

from emulator.dynamodb_local.engine import DynamoDBLocalEngine, the_engine
from emulator.dynamodb_local.wake_up import WAKE_UPS
from emulator.dynamodb_local.written_tables import written_tables


class PetriDynamoDBProvider(DynamoDBProvider):  # type: ignore[misc]
    """LocalStack's DynamoDB (v2) with another engine behind it."""

    server: DynamoDBLocalEngine

    @staticmethod
    def _new_dynamodb_server() -> DynamoDBLocalEngine:
        return the_engine()

    def forward_request(
        self, context: RequestContext, service_request: ServiceRequest | None = None
    ) -> ServiceResponse:
        """Pass a request on to the engine, and wake the readers of the streams of the tables it wrote to."""
        response = super().forward_request(context, service_request)
        tables = written_tables(context.operation.name, context.service_request)
        if tables is None or tables:
            WAKE_UPS.wake(context.account_id, context.region, tables)
        return response

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
