"""What a stage must fulfil to write logs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from localstack.aws.connect import connect_to

from emulator.apigatewayv2.errors import BadRequestException

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteSettingsTypeDef, StageTypeDef

    from emulator.apigatewayv2.store import Api

_REQUEST_ID = re.compile(r"\$context\.(requestId|extendedRequestId)\b")


def check_logging(api: Api, stage: StageTypeDef) -> None:
    """Check the access and execution log settings of a stage.

    :raises BadRequestException: the access log format lacks the request id; execution logs for an HTTP API; logs of
        a WebSocket API while the account has no CloudWatch Logs role (UpdateAccount of API Gateway v1 sets it)
    """
    access_log = stage.get("AccessLogSettings", {})
    if access_log and not (access_log.get("DestinationArn") and _REQUEST_ID.search(access_log.get("Format", ""))):
        raise BadRequestException("Access logs need a destination ARN and a format that includes $context.requestId")

    execution_log = any(_logs_execution(settings) for settings in _route_settings(stage))
    if api.record["ProtocolType"] == "HTTP":
        if execution_log:
            raise BadRequestException("Execution logs are not supported on protocolType HTTP")
    elif (execution_log or access_log) and not _logging_role(api):
        raise BadRequestException("CloudWatch Logs role ARN must be set in account settings to enable logging")


def _route_settings(stage: StageTypeDef) -> Iterator[RouteSettingsTypeDef]:
    yield stage.get("DefaultRouteSettings", {})
    yield from stage.get("RouteSettings", {}).values()


def _logs_execution(settings: RouteSettingsTypeDef) -> bool:
    return bool(settings.get("DataTraceEnabled")) or settings.get("LoggingLevel", "OFF") != "OFF"


def _logging_role(api: Api) -> str | None:
    client = connect_to(aws_access_key_id=api.account_id, region_name=api.region).apigateway
    role: str | None = client.get_account().get("cloudwatchRoleArn")
    return role
