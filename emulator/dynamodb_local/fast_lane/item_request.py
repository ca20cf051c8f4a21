"""Which requests the fast lane takes, and what it has to know of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from io import SEEK_END
from typing import TYPE_CHECKING, Any

from localstack.aws.spec import load_service
from localstack.services.dynamodb.models import dynamodb_stores

from emulator.dynamodb_local.engine_protocol import CONTENT_TYPE, STREAMS_TARGET_PREFIX, TARGET_PREFIX
from emulator.dynamodb_local.stream_calls import for_engine
from emulator.dynamodb_local.written_tables import written_tables
from emulator.iam.credential_scope import Credential, read_credential
from emulator.server.plain_requests import is_plain
from emulator.stores import store_in

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from twisted.web.server import Request

OPERATIONS = frozenset(
    {
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    }
)
"""Whose answers the gateway passes on as they are."""

STREAM_OPERATIONS = frozenset({"GetRecords", "GetShardIterator"})
"""of the DynamoDB Streams API"""

MAX_BODY_BYTES = 128 * 1024
"""Larger ones would hold everybody else while they are parsed."""

_SERVICES = {
    TARGET_PREFIX: ("dynamodb", OPERATIONS),
    STREAMS_TARGET_PREFIX: ("dynamodbstreams", STREAM_OPERATIONS),
}


@dataclass(frozen=True, slots=True)
class ItemRequest:
    """An operation on items, or one that reads a stream of them."""

    service: str
    """``dynamodb`` or ``dynamodbstreams``"""
    operation: str
    caller: Credential
    body: bytes
    """for the engine"""
    parameters: dict[str, Any]
    """what the client has sent, parsed"""
    writes_to: frozenset[str]
    """names of tables"""


def read(request: Request) -> ItemRequest | None:
    """The operation on items that ``request`` asks for; None if there is any doubt, and the gateway has to look."""
    if request.method != b"POST" or request.uri != b"/":
        return None
    target: str = request.getHeader("x-amz-target") or ""
    prefix, _, operation = target.partition(".")
    service, operations = _SERVICES.get(prefix, ("", frozenset()))
    if operation not in operations or request.getHeader("content-type") != CONTENT_TYPE:
        return None
    if not is_plain(request):
        return None
    caller = read_credential(request.getHeader("authorization") or "", "dynamodb")
    if not caller or _is_replicated(caller) or not 0 < _length(request) <= MAX_BODY_BYTES:
        return None
    body: bytes = request.content.read()
    request.content.seek(0)  # for the gateway, if it has to read it
    of_stream = service == "dynamodbstreams"
    if not of_stream and b'"arn:aws' in body:
        return None  # only the gateway knows what to make of a table's ARN, which begins so
    try:
        parameters = json.loads(body)
        if of_stream:
            body = json.dumps(for_engine(parameters)).encode()
        writes_to = frozenset(written_tables(operation, parameters) or ())
    except (ValueError, TypeError, LookupError, AttributeError):
        return None  # something is missing or of a wrong kind
    if not isinstance(parameters, dict) or not isinstance(parameters.get("TableName", ""), str):
        return None
    return ItemRequest(service, operation, caller, body, parameters, writes_to)


@cache
def operation_model(service: str, operation: str) -> OperationModel:
    """An operation as its service model describes it."""
    return load_service(service).operation_model(operation)


def _length(request: Request) -> int:
    request.content.seek(0, SEEK_END)
    length: int = request.content.tell()
    request.content.seek(0)
    return length


def _is_replicated(caller: Credential) -> bool:
    """Whether the account has global tables: their items may be in another region."""
    return bool(store_in(dynamodb_stores, caller.account_id, caller.region).REPLICAS)
