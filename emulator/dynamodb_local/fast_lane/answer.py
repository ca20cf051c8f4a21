"""The answer to an operation on items, as LocalStack's gateway would give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from localstack.aws.api import CommonServiceException, ServiceException
from localstack.aws.protocol.serializer import create_serializer
from localstack.http import Response

from emulator.dynamodb_local import stream_calls
from emulator.dynamodb_local.client import parse_answer
from emulator.dynamodb_local.engine_protocol import CONTENT_TYPE
from emulator.dynamodb_local.errors import as_aws
from emulator.dynamodb_local.fast_lane.item_request import operation_model
from emulator.request_ids import new_request_id
from emulator.server.plain_answers import write_answer

if TYPE_CHECKING:
    from botocore.model import OperationModel

    from emulator.dynamodb_local.fast_lane.item_request import ItemRequest
    from emulator.server.http_channel import LimitedRequest

_PROTOCOL = "json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the client gets."""

    status: int
    content_type: str
    body: bytes
    request_id: str
    error_code: str | None = None


def from_engine(asked: ItemRequest, status: int, body: bytes) -> Answer:
    """The answer for the engine's: the same if it is no error."""
    if status == 200:
        if asked.service == "dynamodbstreams":
            body = stream_calls.from_engine(asked.operation, body, asked.caller.account_id, asked.caller.region)
        return Answer(status, CONTENT_TYPE, body, new_request_id())
    try:
        parse_answer(_operation(asked), _PROTOCOL, Response(body, status, content_type=CONTENT_TYPE))
    except ServiceException as error:
        return _from_error(asked, as_aws(error, asked.operation, asked.parameters))
    return no_answer(asked, f"DynamoDB Local answered with status {status}.")


def no_answer(asked: ItemRequest, why: str) -> Answer:
    """The answer when the engine has none; SDKs repeat the request then, as they do with AWS."""
    return _from_error(asked, CommonServiceException("InternalServerError", why, 500))


def write(request: LimitedRequest, answer: Answer) -> None:
    """Send the answer."""
    error = {"X-Amzn-Errortype": answer.error_code} if answer.error_code else {}
    headers = {
        "Content-Type": answer.content_type,
        **error,
        "x-amzn-RequestId": answer.request_id,
        "x-amz-crc32": str(crc32(answer.body)),
    }
    write_answer(request, answer.status, headers, answer.body)


def _from_error(asked: ItemRequest, error: ServiceException) -> Answer:
    request_id, operation = new_request_id(), _operation(asked)
    serializer = create_serializer(operation.service_model, _PROTOCOL)
    serialised = serializer.serialize_error_to_response(error, operation, None, request_id)
    body = serialised.data
    if asked.service == "dynamodbstreams":
        body = stream_calls.with_own_arns(body, asked.caller.account_id, asked.caller.region)
    return Answer(serialised.status_code, serialised.content_type, body, request_id, error.code)


def _operation(asked: ItemRequest) -> OperationModel:
    return operation_model(asked.service, asked.operation)
