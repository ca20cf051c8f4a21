"""Access logs: one line a call, in the stage's own format, to the stage's log group (rows A103, B89)."""

from __future__ import annotations

import logging
import re
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

from localstack.utils.aws.arns import parse_arn

from emulator.lambda_runtime.log_delivery import deliver
from emulator.lambda_runtime.log_events import LogEvent, now
from emulator.lambda_runtime.log_store import LogStream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_apigatewayv2.type_defs import StageTypeDef

LOG = logging.getLogger(__name__)

# Row A85: what is longer is cut.
MAX_EVENT_BYTES = 1024

# What an authorizer says may have any name: $context.authorizer.claims.cognito:username
_VARIABLE = re.compile(r"\$context\.(authorizer(?:\.[\w:-]*\w)+|\w+(?:\.\w+)*)")


def write(stage: StageTypeDef, variables: Callable[[], Mapping[str, str]]) -> None:
    """Log a call to ``stage`` if it has an access log; only then are the ``variables`` (``requestId``, …) asked for."""
    settings = stage.get("AccessLogSettings")
    if not settings or not (line_format := settings.get("Format")):
        return
    if stream := _stream(settings.get("DestinationArn", ""), stage["StageName"]):
        deliver(stream, [LogEvent(now(), cut(render(line_format, variables())))])


def render(line_format: str, variables: Mapping[str, str]) -> str:
    """``line_format`` with its ``$context`` variables; what is unknown or empty is ``-``."""
    parts = _parts(line_format)
    return "".join(variables.get(part) or "-" if index % 2 else part for index, part in enumerate(parts))


def cut(line: str, max_bytes: int = MAX_EVENT_BYTES) -> str:
    """At most ``max_bytes`` of it, and no half characters."""
    encoded = line.encode()
    return line if len(encoded) <= max_bytes else encoded[:max_bytes].decode(errors="ignore")


@lru_cache(maxsize=256)
def _parts(line_format: str) -> list[str]:
    """Text and names of variables in turns."""
    return _VARIABLE.split(line_format)


@lru_cache(maxsize=1024)
def _stream(destination_arn: str, stage_name: str) -> LogStream | None:
    """A stream for each stage, with a name as API Gateway gives it: 32 hexadecimal digits."""
    try:
        arn = parse_arn(destination_arn)
    except ValueError:
        arn = None
    if arn is None or arn["service"] != "logs" or not arn["resource"].startswith("log-group:"):
        LOG.warning("Stage %s has no access log: %r is not the ARN of a log group.", stage_name, destination_arn)
        return None
    group = arn["resource"].removeprefix("log-group:").removesuffix(":*")
    return LogStream(arn["account"], arn["region"], group, uuid.uuid4().hex)
