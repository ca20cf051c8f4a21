"""What the application consists of: read this file to know it, change this file to change it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

LAMBDAS = Path(__file__).resolve().parent.parent / "lambdas"

# Where the game is served from while it is developed.
DEVELOPMENT_ORIGINS = "http://localhost:3000,http://127.0.0.1:3000"

LOG_RETENTION_DAYS = 14
"""In accounts where it costs."""


@dataclass(frozen=True)
class Function:
    """A Lambda function and what it may do."""

    name: str
    handler: str
    """``package.module.function``, seen from the folder of the functions"""
    table_actions: tuple[str, ...] = ()
    """IAM actions on the table"""
    reads_stream: bool = False
    """is triggered by the table's stream"""
    may_read_stream: bool | None = None
    """whether its role allows to read the stream; by default when it is triggered by it"""
    puts_events: bool = False
    """may put events on the application's bus"""
    posts_to_connections: bool = False
    """may post to the clients of the WebSocket API"""
    timeout: int = 6
    """seconds"""
    memory: int = 512
    """MB"""


@dataclass(frozen=True)
class Schedule:
    """An EventBridge rule that invokes a function."""

    function: str
    expression: str


@dataclass(frozen=True)
class EventRule:
    """An EventBridge rule on the application's own bus."""

    name: str
    detail_type: str
    """which events: those with this ``detail-type``"""
    target: str
    """the name of the function or state machine that gets them"""


@dataclass(frozen=True)
class StateMachine:
    """A Step Functions state machine."""

    name: str
    definition: Path
    """a file in Amazon States Language; ``${name}`` in it is the ARN of the function of that name"""


@dataclass(frozen=True)
class Application:
    """Everything that is deployed together. Routes are by route key, and name the function they invoke.

    An API without routes is not made.
    """

    service: str
    stage: str
    table: str
    functions: tuple[Function, ...]
    http_routes: dict[str, str]
    websocket_routes: dict[str, str]
    schedules: tuple[Schedule, ...]
    http_api_id: str
    """proposed as the API's id with the tag ``_custom_id_``, in an account of our own"""
    websocket_api_id: str
    """proposed in the same way"""
    allowed_origins: tuple[str, ...]
    """where web pages that may call the HTTP API come from; ``*`` is everywhere"""
    code: Path = LAMBDAS
    """the folder of the functions"""
    table_stream: bool = True
    """whether the table has a stream"""
    event_bus: str | None = None
    """the name of an EventBridge bus of its own"""
    event_rules: tuple[EventRule, ...] = ()
    """rules on that bus"""
    state_machines: tuple[StateMachine, ...] = ()
    log_retention_days: int | None = None
    """how long what functions print is kept; None leaves the log groups to Lambda, which keeps it for ever"""
    shared_account: bool = False
    """whether the account has resources of others; see ``in_shared_account``"""

    def in_shared_account(self) -> Application:
        """The same in an account where others have resources, as on AWS.

        Nothing that has a name of ours and was not made by us is touched (see ``ownership.py``), ids are left to the
        account, and logs end some day.
        """
        return replace(self, shared_account=True, log_retention_days=LOG_RETENTION_DAYS)

    @property
    def stack(self) -> str:
        """The name of what is deployed: prefix of resource names, and value of their tag ``stack``."""
        return f"{self.service}-{self.stage}"

    def resource_name(self, name: str) -> str:
        """The name of a resource in the account, such as ``dojo-serverless-dev-hello``."""
        return f"{self.stack}-{name}"

    @property
    def role_path(self) -> str:
        """The IAM path of our roles: it tells them, and the functions that have them, from others."""
        return f"/{self.stack}/"

    @property
    def tags(self) -> dict[str, str]:
        """The tags of every resource: they tell ours from others."""
        tags = {"stack": self.stack}
        # Where others are, too, somebody may have had the same idea.
        return tags | {"deployed-by": "petri"} if self.shared_account else tags

    def owns(self, tags: Mapping[str, str]) -> bool:
        """Whether a resource with these tags is ours."""
        return tags.items() >= self.tags.items()


APPLICATION = Application(
    service="dojo-serverless",
    stage="dev",
    table="dojo-serverless-table",
    functions=(
        Function("hello", "hello.handler"),
        Function("createVirus", "virus.create.handler", table_actions=("dynamodb:PutItem",)),
        Function("getVirus", "virus.get.handler", table_actions=("dynamodb:Query",)),
        Function("killVirus", "virus.kill.handler", table_actions=("dynamodb:DeleteItem",)),
        Function("connect", "real_time.connect.handler", table_actions=("dynamodb:PutItem",)),
        Function("disconnect", "real_time.disconnect.handler", table_actions=("dynamodb:DeleteItem",)),
        Function(
            "sendMessageToClient",
            "real_time.send_message_to_client.handler",
            table_actions=("dynamodb:Query", "dynamodb:DeleteItem"),
            reads_stream=True,
            posts_to_connections=True,
            timeout=30,
        ),
    ),
    http_routes={
        "GET /hello": "hello",
        "GET /virus": "getVirus",
        "POST /virus": "createVirus",
        "DELETE /virus/{id}": "killVirus",
    },
    websocket_routes={"$connect": "connect", "$disconnect": "disconnect"},
    schedules=(Schedule("createVirus", "rate(1 minute)"),),
    http_api_id="dojohttp01",
    websocket_api_id="dojowebs01",
    allowed_origins=tuple(os.environ.get("ALLOWED_ORIGINS", DEVELOPMENT_ORIGINS).split(",")),
)
