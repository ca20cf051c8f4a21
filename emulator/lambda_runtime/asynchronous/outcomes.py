"""Tells destinations and dead-letter queues how an asynchronous invocation ended (conformance D81 to D84)."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from localstack.aws.api.lambda_ import TooManyRequestsException
from localstack.aws.connect import connect_to
from localstack.utils.aws.arns import sqs_queue_url_for_arn
from localstack.utils.aws.message_forwarding import send_event_to_target
from localstack.utils.time import timestamp_millis

from emulator.iam.enforcement import refusal_of
from emulator.iam.needed_permissions import Permission
from emulator.iam.role_sessions import session_of
from emulator.lambda_runtime import metric_delivery
from emulator.lambda_runtime.asynchronous.retries import SUCCESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from localstack.services.lambda_.invocation.lambda_models import EventInvokeConfig, InvocationResult

LOG = logging.getLogger(__name__)

# What a dead letter has of the error's message, in bytes.
_MAX_MESSAGE = 1024

# What the function's role needs to be allowed, by the service of the target's ARN. There are no others.
_ACTIONS = {
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "lambda": "lambda:InvokeFunction",
    "events": "events:PutEvents",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended."""

    condition: str
    """see `retries`"""
    request_id: str
    function_arn: str
    """as it was invoked, with a qualifier"""
    payload: str
    """the event's JSON"""
    invoke_count: int
    """how often the function has run"""
    result: InvocationResult | None
    """of its last run"""
    error: Exception | None
    """why it could not be run, at last"""

    def record(self) -> dict[str, Any]:
        """What a destination gets."""
        record = {
            "version": "1.0",
            "timestamp": timestamp_millis(),
            "requestContext": {
                "requestId": self.request_id,
                "functionArn": self.function_arn,
                "condition": self.condition,
                "approximateInvokeCount": self.invoke_count,
            },
            "requestPayload": json.loads(self.payload),
        }
        if self.result:
            error = {"functionError": "Unhandled"} if self.result.is_error else {}
            record["responseContext"] = {"statusCode": 200, "executedVersion": self.result.executed_version, **error}
            record["responsePayload"] = _json(self.result.payload)
        return record

    def dead_letter_attributes(self) -> dict[str, dict[str, str]]:
        """What a dead letter has beside the event."""
        code, message = 200, ""
        if self.result:
            answer = _json(self.result.payload)
            message = str(answer.get("errorMessage") or "") if isinstance(answer, dict) else ""
        elif self.error:
            code = 429 if isinstance(self.error, TooManyRequestsException) else 500
            message = str(getattr(self.error, "message", self.error))
        message = message.encode()[:_MAX_MESSAGE].decode(errors="ignore")
        attributes = {
            "RequestID": {"DataType": "String", "StringValue": self.request_id},
            "ErrorCode": {"DataType": "Number", "StringValue": str(code)},
        }
        if message:  # SQS refuses empty attributes
            attributes["ErrorMessage"] = {"DataType": "String", "StringValue": message}
        return attributes


def tell(outcome: Outcome, role_arn: str, settings: EventInvokeConfig | None, dead_letter_arn: str | None) -> None:
    """Send the outcome to whoever is configured to get it. What cannot be sent is lost, with a warning."""
    succeeded = outcome.condition == SUCCESS
    destinations = (settings and settings.destination_config) or {}
    destination = destinations.get("OnSuccess" if succeeded else "OnFailure", {}).get("Destination")
    if destination:
        _deliver(outcome, role_arn, destination, _send_record, "DestinationDeliveryFailures")
    if dead_letter_arn and not succeeded:
        _deliver(outcome, role_arn, dead_letter_arn, _send_dead_letter, "DeadLetterErrors")


def _deliver(
    outcome: Outcome, role_arn: str, target_arn: str, send: Callable[[Outcome, str], None], failures: str
) -> None:
    """``failures`` is the metric for when it is not possible."""
    _, _, _, region, account_id, _, name, _ = outcome.function_arn.split(":")
    try:
        permission = Permission(_ACTIONS[target_arn.split(":")[2]], target_arn)
        if refused := refusal_of(session_of(role_arn, name), permission):
            raise PermissionError(f"{refused.message()} {refused.reason()}")
        send(outcome, target_arn)
    except Exception as error:
        LOG.warning(
            "The outcome of invocation %s of %s (%s) could not be sent to %s: %s",
            outcome.request_id,
            outcome.function_arn,
            outcome.condition,
            target_arn,
            error,
        )
        metric_delivery.record(failures, name, account_id, region)


def _send_record(outcome: Outcome, target_arn: str) -> None:
    event = outcome.record()
    result = "Success" if outcome.condition == SUCCESS else "Failure"
    if ":events:" in target_arn:
        event = {"detail": event, "resources": [target_arn, outcome.function_arn]}
    send_event_to_target(
        target_arn,
        event,
        source_arn=outcome.function_arn.rpartition(":")[0],
        source_service="lambda",
        events_source="lambda",
        events_detail_type=f"Lambda Function Invocation Result - {result}",
    )


def _send_dead_letter(outcome: Outcome, target_arn: str) -> None:
    _, _, service, region, account_id, _ = target_arn.split(":", 5)
    clients = connect_to(aws_access_key_id=account_id, region_name=region)
    attributes = outcome.dead_letter_attributes()
    # Whose policy may name the function as the only one to send to it.
    caller = {"source_arn": outcome.function_arn.rpartition(":")[0], "service_principal": "lambda"}
    if service == "sqs":
        clients.sqs.request_metadata(**caller).send_message(
            QueueUrl=sqs_queue_url_for_arn(target_arn), MessageBody=outcome.payload, MessageAttributes=attributes
        )
    else:
        clients.sns.request_metadata(**caller).publish(
            TopicArn=target_arn, Message=outcome.payload, MessageAttributes=attributes
        )


def _json(payload: bytes | None) -> Any:
    try:
        return json.loads(payload or b"null")
    except ValueError:
        return (payload or b"").decode(errors="replace")
