"""Whether a function's resource policy lets a service invoke it: API Gateway (row B88), EventBridge (row D91).

AWS answers 500 to every call of an API whose function lacks the permission, the most common mistake of a first stack;
so must we.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from localstack.services.lambda_.invocation.models import lambda_stores

_SERVICE = "apigateway.amazonaws.com"


def may_invoke(
    account_id: str, region: str, name: str, qualifier: str | None, source_arn: str, service: str = _SERVICE
) -> bool:
    """Whether a statement of the function's policy allows ``lambda:InvokeFunction`` from ``source_arn``.

    A function that does not exist is allowed here: invoking it gives the better error.
    """
    function = lambda_stores[account_id][region].functions.get(name)
    if function is None:
        return True
    resource_policy = function.permissions.get(qualifier or "$LATEST")
    return resource_policy is not None and any(
        _allows(statement, source_arn, service) for statement in resource_policy.policy.Statement
    )


def _allows(statement: dict[str, Any], source_arn: str, service: str = _SERVICE) -> bool:
    if statement["Effect"] != "Allow" or statement["Action"] not in ("lambda:InvokeFunction", "lambda:*", "*"):
        return False
    principal = statement["Principal"]
    if principal not in ("*", {"AWS": "*"}, {"Service": service}):
        return False
    arn_pattern = statement.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn")
    return arn_pattern is None or bool(arn_like(arn_pattern).match(source_arn))


@lru_cache(maxsize=1024)
def arn_like(pattern: str) -> re.Pattern[str]:
    """IAM's ArnLike: ``*`` is any run of characters, ``?`` any one."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".") + r"\Z", re.DOTALL)
