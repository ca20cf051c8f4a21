"""The mappings of one function: LocalStack's list has those of all functions whose names begin alike, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localstack.aws import handlers

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain


def install() -> None:
    """Correct lists from now on."""
    handlers.run_custom_response_handlers.append(_correct)


def _correct(_chain: HandlerChain, context: RequestContext, response: Response) -> None:
    if (
        not context.operation
        or context.operation.name != "ListEventSourceMappings"
        or response.status_code != 200
        or not (asked_for := (context.service_request or {}).get("FunctionName"))
    ):
        return
    answer = json.loads(response.data)
    answer["EventSourceMappings"] = [
        mapping for mapping in answer["EventSourceMappings"] if is_of(mapping["FunctionArn"], asked_for)
    ]
    response.data = json.dumps(answer)


def is_of(function_arn: str, asked_for: str) -> bool:
    """Whether a function's ARN is what is asked for: a name, an ARN or the end of one, with or without a qualifier."""
    name, _, qualifier = function_arn.rpartition("function:")[2].partition(":")
    wanted_name, _, wanted_qualifier = asked_for.rpartition("function:")[2].partition(":")
    return name == wanted_name and wanted_qualifier in ("", qualifier)
