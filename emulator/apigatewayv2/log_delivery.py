"""The permission to deliver access logs of HTTP APIs: a resource policy of CloudWatch Logs that AWS itself keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to

from emulator.apigatewayv2.errors import BadRequestException

if TYPE_CHECKING:
    from emulator.apigatewayv2.store import Api

POLICY_NAME = "AWSLogDeliveryWrite20150319"
LONGEST_POLICY = 5120
"""characters that CloudWatch Logs gives a resource policy: some fifty log groups"""


def permit_log_delivery(api: Api, destination_arn: str) -> None:
    """Add a log group to the policy under which AWS's log delivery may write; other destinations need none.

    :param destination_arn: with or without ``:*`` at its end
    :raises BadRequestException: the policy has no room for it, or cannot be written (row C49)
    """
    if ":log-group:" not in destination_arn:
        return
    client: Any = connect_to(aws_access_key_id=api.account_id, region_name=api.region).logs
    resource = f"{destination_arn.removesuffix(':*')}:log-stream:*"
    try:
        policy = _read(client, api.account_id)
        resources = policy["Statement"][0]["Resource"]
        if resource in resources:
            return
        resources.append(resource)
        text = json.dumps(policy, separators=(",", ":"))
        if len(text) > LONGEST_POLICY:
            raise BadRequestException(
                "Cannot enable logging. Policy document length breaking Cloudwatch Logs Constraints, "
                f"either < 1 or > {LONGEST_POLICY}"
            )
        client.put_resource_policy(policyName=POLICY_NAME, policyDocument=text)
    except ClientError as error:
        raise BadRequestException("Insufficient permissions to enable logging") from error


def _read(client: Any, account_id: str) -> dict[str, Any]:
    for policy in client.describe_resource_policies()["resourcePolicies"]:
        if policy["policyName"] == POLICY_NAME:
            document: dict[str, Any] = json.loads(policy["policyDocument"])
            return document
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": POLICY_NAME,
                "Effect": "Allow",
                "Principal": {"Service": "delivery.logs.amazonaws.com"},
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": [],
                "Condition": {"StringEquals": {"aws:SourceAccount": [account_id]}},
            }
        ],
    }
