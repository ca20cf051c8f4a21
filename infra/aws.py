"""The account to provision, and its clients."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import Loader, create_loader

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient

DEFAULT_REGION = "eu-west-1"
ATTEMPTS = 10


def default_session() -> boto3.Session:
    """A session as the environment configures it, in eu-west-1 if it names no region."""
    session = new_session()
    return session if session.region_name else new_session(region_name=DEFAULT_REGION)


def new_session(**settings: str) -> boto3.Session:
    """A session as the environment configures it, but for ``settings``, which are those of ``boto3.Session``."""
    core = botocore.session.Session()
    core.register_component("data_loader", _loader(core.get_config_variable("data_path")))
    return boto3.Session(botocore_session=core, **settings)


@cache
def _loader(data_path: str | None) -> Loader:
    """Has read the description of each service once: most of what making a client takes."""
    return create_loader(data_path)


_clients: WeakKeyDictionary[boto3.Session, dict[str, Any]] = WeakKeyDictionary()
"""Those of each session, by service."""
_making = Lock()


class Aws:
    """One account and region.

    Clients are made when they are first used, which takes 10 ms each, and once: they are thread-safe, making them is
    not. Who we are is asked when it is first needed, too.
    """

    def __init__(self, session: boto3.Session) -> None:
        self._session = session
        self._clients: dict[str, Any] = {}
        self._identity: tuple[str, str] | None = None
        self._asking = Lock()

    @classmethod
    def connect(cls, session: boto3.Session) -> Self:
        """Endpoint and credentials are the session's."""
        return cls(session)

    @property
    def partition(self) -> str:
        """``aws``, ``aws-cn`` or ``aws-us-gov``."""
        return self._who_we_are()[0]

    @property
    def account_id(self) -> str:
        """Twelve digits."""
        return self._who_we_are()[1]

    @property
    def region(self) -> str:
        """Such as ``eu-west-1``."""
        return str(self._session.region_name)

    @property
    def is_amazons(self) -> bool:
        """Whether it is AWS itself, which others use, too, and which costs."""
        host = urlsplit(self.client("sts").meta.endpoint_url).hostname or ""
        return host.endswith((".amazonaws.com", ".amazonaws.com.cn"))

    @property
    def apigateway(self) -> ApiGatewayV2Client:
        """API Gateway v2."""
        return cast("ApiGatewayV2Client", self.client("apigatewayv2"))

    @property
    def dynamodb(self) -> DynamoDBClient:
        """DynamoDB."""
        return cast("DynamoDBClient", self.client("dynamodb"))

    @property
    def events(self) -> EventBridgeClient:
        """EventBridge."""
        return cast("EventBridgeClient", self.client("events"))

    @property
    def iam(self) -> IAMClient:
        """IAM."""
        return cast("IAMClient", self.client("iam"))

    @property
    def lambda_(self) -> LambdaClient:
        """Lambda."""
        return cast("LambdaClient", self.client("lambda"))

    @property
    def logs(self) -> CloudWatchLogsClient:
        """CloudWatch Logs."""
        return cast("CloudWatchLogsClient", self.client("logs"))

    @property
    def states(self) -> Any:
        """Step Functions."""
        return self.client("stepfunctions")

    def client(self, service: str) -> Any:
        """The client of a service."""
        with _making:
            if service not in self._clients:
                self._clients[service] = self.make_client(service)
            return self._clients[service]

    def make_client(self, service: str) -> Any:
        """A client, or that of another account with the same session."""
        made = _clients.setdefault(self._session, {})
        if service not in made:
            made[service] = _make_client(self._session, service)
        return made[service]

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of this account and region, such as ``function:hello`` of ``lambda``."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"

    def _who_we_are(self) -> tuple[str, str]:
        with self._asking:
            if self._identity is None:
                _, partition, _, _, account_id, _ = self.client("sts").get_caller_identity()["Arn"].split(":", 5)
                self._identity = partition, account_id
            return self._identity


def _make_client(session: Any, service: str) -> Any:
    client = session.client(service, config=Config(retries={"mode": "standard", "total_max_attempts": ATTEMPTS}))
    client.meta.events.register("needs-retry.apigatewayv2", _wait_for_concurrent_change)
    # botocore makes the classes of errors at the first error. Threads that do so at the same time get different
    # classes, and what one raises is not what another catches.
    _ = client.exceptions
    return client


def _wait_for_concurrent_change(attempts: int, response: tuple[Any, dict[str, Any]] | None, **_: Any) -> float | None:
    """The seconds after which to send a request again that met another change of the same API, such as a deployment.

    A handler of botocore's event ``needs-retry``, which counts attempts from 1. botocore takes such a ConflictException
    for final.
    """
    error = response[1].get("Error", {}) if response else {}
    is_transient = error.get("Code") == "ConflictException" and "concurrent modification" in error.get("Message", "")
    return min(0.1 * 2**attempts, 3.0) if is_transient and attempts < ATTEMPTS else None
