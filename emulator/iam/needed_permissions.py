"""Which IAM action on which resource a call needs.

Source: the Service Authorization Reference. For a service that is not listed here, the action is the operation's name,
and on which resource is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Permission(NamedTuple):
    """An action, such as ``dynamodb:PutItem``, and the ARN of its resource, None where it is not known."""

    action: str
    resource: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an AWS API."""

    service: str
    """as botocore names it: ``dynamodbstreams``"""
    signing_name: str
    operation: str
    request: Mapping[str, Any]
    account_id: str
    region: str

    def arn(self, resource: str) -> str:
        """The ARN of a resource of this service in the caller's account; an ARN is one already."""
        if resource.startswith("arn:"):
            return resource
        return f"arn:aws:{self.signing_name}:{self.region}:{self.account_id}:{resource}"


def needed_permissions(call: Call) -> list[Permission]:
    """All of them are needed; an empty list means that nobody is refused."""
    if call.service == "sts" and call.operation == "GetCallerIdentity":
        return []
    if of_service := _SERVICES.get(call.service):
        return list(of_service(call))
    return [Permission(f"{call.signing_name}:{call.operation}", None)]


def _dynamodb(call: Call) -> Iterator[Permission]:
    request = call.request
    match call.operation:
        case "BatchGetItem" | "BatchWriteItem":
            for table in request.get("RequestItems", {}):
                yield Permission(f"dynamodb:{call.operation}", _table(call, table))
        case "TransactGetItems" | "TransactWriteItems":
            # A transaction needs the permissions of its items: {"Put": {"TableName": …}} is a PutItem.
            for item in request.get("TransactItems", []):
                for kind, details in item.items():
                    action = "ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item"
                    yield Permission(f"dynamodb:{action}", _table(call, details["TableName"]))
        case _:
            table = request.get("TableName") or request.get("ResourceArn")
            resource = _table(call, table) if table else None
            if resource and (index := request.get("IndexName")):
                resource = f"{resource}/index/{index}"
            yield Permission(f"dynamodb:{call.operation}", resource)


def _table(call: Call, name: str) -> str:
    return call.arn(name if name.startswith("arn:") else f"table/{name}")


def _dynamodbstreams(call: Call) -> Iterator[Permission]:
    # A shard iterator, which is all that GetRecords names, does not tell its stream.
    yield Permission(f"dynamodb:{call.operation}", call.request.get("StreamArn"))


def _events(call: Call) -> Iterator[Permission]:
    if call.operation == "PutEvents":
        for bus in {entry.get("EventBusName") or "default" for entry in call.request.get("Entries", [])}:
            yield Permission("events:PutEvents", call.arn(f"event-bus/{bus}" if not bus.startswith("arn:") else bus))
    else:
        yield Permission(f"events:{call.operation}", None)


def _lambda(call: Call) -> Iterator[Permission]:
    action = "InvokeFunction" if call.operation in ("Invoke", "InvokeAsync") else call.operation
    name = call.request.get("FunctionName")
    yield Permission(f"lambda:{action}", call.arn(f"function:{name}") if name and ":" not in name else name)


def _s3(call: Call) -> Iterator[Permission]:
    action = _S3_ACTIONS.get(call.operation, call.operation)
    bucket, key = call.request.get("Bucket"), call.request.get("Key")
    yield Permission(f"s3:{action}", f"arn:aws:s3:::{bucket}" + (f"/{key}" if key else "") if bucket else None)


_S3_ACTIONS = {
    "CompleteMultipartUpload": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "UploadPart": "PutObject",
}


def _sns(call: Call) -> Iterator[Permission]:
    action = "Publish" if call.operation == "PublishBatch" else call.operation
    yield Permission(f"sns:{action}", call.request.get("TopicArn") or call.request.get("TargetArn"))


def _sqs(call: Call) -> Iterator[Permission]:
    action = call.operation.removesuffix("Batch")
    url = call.request.get("QueueUrl")
    yield Permission(f"sqs:{action}", call.arn(url.rpartition("/")[2]) if url else None)


def _states(call: Call) -> Iterator[Permission]:
    yield Permission(f"states:{call.operation}", call.request.get("stateMachineArn"))


_SERVICES: dict[str, Callable[[Call], Iterator[Permission]]] = {
    "dynamodb": _dynamodb,
    "dynamodbstreams": _dynamodbstreams,
    "events": _events,
    "lambda": _lambda,
    "s3": _s3,
    "sns": _sns,
    "sqs": _sqs,
    "stepfunctions": _states,
}
