"""A function's role must let its mapping read the stream, and tell the on-failure destination.

CreateEventSourceMapping says so when the mapping is made.
"""

from __future__ import annotations

from collections.abc import Callable

from localstack.aws.api.lambda_ import InvalidParameterValueException
from localstack.services.lambda_.invocation.models import lambda_stores

from emulator.iam.needed_permissions import Call
from emulator.iam.role_policies import Decision, decide
from emulator.iam.role_sessions import RoleSession, session_of

_ACTIONS = ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams")
_TELLING = {"sqs": ("SendMessage", "SQS"), "sns": ("Publish", "SNS"), "s3": ("PutObject", "S3")}


def check_destination(call: Call, is_enforced: Callable[[RoleSession], bool]) -> None:
    """Check the role of the function whose mapping shall tell a queue, a topic or a bucket of failures.

    :raises InvalidParameterValueException: when it may not
    """
    if (call.service, call.operation) != ("lambda", "CreateEventSourceMapping"):
        return
    arn: str = ((call.request.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination") or ""
    service = arn.split(":")[2] if arn.count(":") >= 5 else ""
    role = _role(call) if service in _TELLING else None
    if role is None or not is_enforced(role):
        return
    action, name = _TELLING[service]
    resource = f"{arn}/aws/lambda/" if service == "s3" else arn
    if decide(role, f"{service}:{action}", resource) is not Decision.ALLOWED:
        raise InvalidParameterValueException(
            f"The provided execution role does not have permissions to call {action} on {name}", Type="User"
        )


def check_event_source_mapping(call: Call, is_enforced: Callable[[RoleSession], bool]) -> None:
    """Check the role of the function that shall read a DynamoDB stream.

    :raises InvalidParameterValueException: in AWS's words, when it may not
    """
    stream_arn = call.request.get("EventSourceArn") or ""
    if (call.service, call.operation) != ("lambda", "CreateEventSourceMapping") or ":dynamodb:" not in stream_arn:
        return
    role = _role(call)
    if role is None or not is_enforced(role):
        return
    for action in _ACTIONS:
        # ListStreams is an action on all streams; AWS's own policy gives it on "*", and many give it on the stream.
        resource = None if action == "ListStreams" else stream_arn
        if decide(role, f"dynamodb:{action}", resource) is not Decision.ALLOWED:
            raise InvalidParameterValueException(
                f"Cannot access stream {stream_arn}. Please ensure the role can perform the GetRecords, "
                "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.",
                Type="User",
            )


def _role(call: Call) -> RoleSession | None:
    """The role of the function that the request names, by its name or ARN; None if there is no such function."""
    name: str = call.request.get("FunctionName") or ""
    if ":function:" in name:
        name = name.partition(":function:")[2]
    function = lambda_stores[call.account_id][call.region].functions.get(name.partition(":")[0])
    return session_of(function.latest().config.role) if function else None
