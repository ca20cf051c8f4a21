"""Where schedules of EventBridge Scheduler go: functions, queues, topics, state machines, buses, and any API call.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
"""

from __future__ import annotations

import json
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from localstack.aws.connect import connect_to
from localstack.services.lambda_.api_utils import function_locators_from_arn
from localstack.utils.aws.arns import parse_arn

from emulator.iam.enforcement import refusal_of
from emulator.iam.needed_permissions import Permission
from emulator.iam.role_sessions import session_of
from emulator.tracing.sources.schedules import add_trace

_UNIVERSAL = ":scheduler:::aws-sdk:"


class TargetError(Exception):
    """The target could not be reached; says why."""


def send(target: dict[str, Any], content: str | dict[str, Any], account_id: str, region: str) -> None:
    """Give a target what a schedule has for it: text, or the event that stands in for none.

    Raises TargetError.
    """
    text = content if isinstance(content, str) else json.dumps(content)
    try:
        if _UNIVERSAL in target["Arn"]:
            _call_any(target["Arn"], content if isinstance(content, str) else "{}", account_id, region)
        else:
            _send(target, text)
    except (BotoCoreError, ClientError, ValueError, AttributeError) as error:
        raise TargetError(str(error)) from error


def _send(target: dict[str, Any], text: str) -> None:
    arn = target["Arn"]
    parts = parse_arn(arn)
    connected = connect_to(aws_access_key_id=parts["account"], region_name=parts["region"])
    match parts["service"]:
        case "lambda":
            _check_role(target)
            # Without its qualifier a function is called by its ARN as well.
            connected.lambda_.meta.events.register(
                "before-call.lambda.Invoke", add_trace, unique_id="petri-schedule-trace"
            )
            connected.lambda_.invoke(FunctionName=arn, InvocationType="Event", Payload=text.encode())
        case "sqs":
            url = connected.sqs.get_queue_url(QueueName=parts["resource"])["QueueUrl"]
            group = (target.get("SqsParameters") or {}).get("MessageGroupId")
            connected.sqs.send_message(QueueUrl=url, MessageBody=text, **({"MessageGroupId": group} if group else {}))
        case "sns":
            connected.sns.publish(TopicArn=arn, Message=text)
        case "states":
            connected.stepfunctions.start_execution(stateMachineArn=arn, input=text)
        case "events":
            parameters = target.get("EventBridgeParameters") or {}
            connected.events.put_events(
                Entries=[
                    {
                        "EventBusName": arn,
                        "Source": parameters.get("Source", "aws.scheduler"),
                        "DetailType": parameters.get("DetailType", "Scheduled Event"),
                        "Detail": text,
                    }
                ]
            )
        case service:
            raise TargetError(f"{service} is no target that Petri knows: {arn}")


def _check_role(target: dict[str, Any]) -> None:
    """Scheduler calls functions as its role, whatever the function's policy says."""
    arn = target["Arn"]
    if role := target.get("RoleArn"):
        name, qualifier, account_id, region = function_locators_from_arn(arn)
        resource = f"arn:aws:lambda:{region}:{account_id}:function:{name}" + (f":{qualifier}" if qualifier else "")
        if refused := refusal_of(session_of(role, "scheduler"), Permission("lambda:InvokeFunction", resource)):
            raise TargetError(f"{refused.message()} {refused.reason()}")


def _call_any(arn: str, text: str, account_id: str, region: str) -> None:
    """``arn:aws:scheduler:::aws-sdk:sqs:sendMessage``: any operation, with its parameters as input."""
    service, _, operation = arn.partition(_UNIVERSAL)[2].partition(":")
    client = connect_to(aws_access_key_id=account_id, region_name=region).get_client(
        {"sfn": "stepfunctions", "eventbridge": "events"}.get(service, service)
    )
    getattr(client, xform_name(operation[:1].upper() + operation[1:]))(**json.loads(text))
