"""Which services' state is kept, and which of their operations change it."""

from __future__ import annotations

import re

# In the order in which they are read back: functions need their code, mappings their stream, rules their functions.
KEPT = (
    "iam",
    "s3",
    "dynamodb",
    "logs",
    "sqs",
    "sns",
    "ssm",
    "secretsmanager",
    "apigateway",
    "apigatewayv2",
    "lambda",
    "stepfunctions",
    "events",
    "scheduler",
    "cloudformation",
)

_READS = re.compile(r"(Get|List|Describe|Head|Select|Lookup|Filter|Search|Test|Validate|Simulate|Check|Batch?Get)[A-Z]")

# What these change is not in memory (items), goes on to others (events), or is too much to write each time (log
# events, which are written now and then).
_NO_CHANGES = {
    "dynamodb": frozenset(
        {
            "BatchExecuteStatement",
            "BatchGetItem",
            "BatchWriteItem",
            "DeleteItem",
            "ExecuteStatement",
            "ExecuteTransaction",
            "PutItem",
            "Query",
            "Scan",
            "TransactGetItems",
            "TransactWriteItems",
            "UpdateItem",
        }
    ),
    "events": frozenset({"PutEvents"}),
    "iam": frozenset({"GenerateCredentialReport"}),
    "lambda": frozenset({"Invoke", "InvokeAsync", "InvokeWithResponseStream"}),
    "logs": frozenset({"PutLogEvents", "StartQuery", "StopQuery"}),
    "sns": frozenset({"Publish", "PublishBatch"}),
    # A message that is being worked on comes back after a restart, as it does on AWS when its visibility ends.
    "sqs": frozenset({"ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "ReceiveMessage"}),
}


def changes_state(service: str, operation: str) -> bool:
    """Whether an operation changes what is kept of its service."""
    return service in KEPT and not _READS.match(operation) and operation not in _NO_CHANGES.get(service, frozenset())
