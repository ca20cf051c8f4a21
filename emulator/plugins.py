"""Every place where Petri hooks LocalStack: read this file to know what is ours.

LocalStack finds these through the entry points in ``pyproject.toml``. Imports are inside the functions so that
listing the plugins stays cheap.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from localstack.runtime.hooks import on_infra_ready, on_infra_start
from localstack.runtime.server.core import RuntimeServerPlugin
from localstack.services.lambda_.hooks import inject_ldm_provisioner
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.plugins import Service, aws_provider

if TYPE_CHECKING:
    from localstack.runtime.server.core import RuntimeServer
    from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager


@aws_provider(api="apigatewayv2", name="default")
def apigatewayv2() -> Service:
    """The API Gateway v2 control plane."""
    from emulator.apigatewayv2 import unreadable_requests
    from emulator.apigatewayv2.provider import ApiGatewayV2Provider

    unreadable_requests.install()
    return Service.for_provider(ApiGatewayV2Provider())


@aws_provider(api="cloudwatch", name="petri")
def cloudwatch() -> Service:
    """LocalStack's CloudWatch with exact dimensions."""
    from emulator.cloudwatch_provider import PetriCloudwatchProvider

    return Service.for_provider(PetriCloudwatchProvider())


@aws_provider(api="dynamodb", name="petri")
def dynamodb() -> Service:
    """LocalStack's DynamoDB on our engine."""
    from emulator.dynamodb_local.provider import PetriDynamoDBProvider

    return Service.for_provider(PetriDynamoDBProvider())


@aws_provider(api="dynamodbstreams", name="petri")
def dynamodbstreams() -> Service:
    """LocalStack's DynamoDB Streams on our engine."""
    from emulator.dynamodb_local.streams_provider import PetriDynamoDBStreamsProvider

    return Service.for_provider(PetriDynamoDBStreamsProvider())


@aws_provider(api="lambda", name="petri")
def lambda_() -> Service:
    """LocalStack's Lambda with the operation it lacks."""
    from emulator.lambda_api.provider import PetriLambdaProvider

    return Service.for_provider(PetriLambdaProvider())


@aws_provider(api="logs", name="petri")
def logs() -> Service:
    """LocalStack's CloudWatch Logs with filter patterns."""
    from localstack.services.moto import MotoFallbackDispatcher

    from emulator.logs.provider import PetriLogsProvider, install

    install()
    return Service.for_provider(PetriLogsProvider(), dispatch_table_factory=MotoFallbackDispatcher)


@aws_provider(api="s3", name="petri")
def s3() -> Service:
    """LocalStack's S3 with objects that outlive the process."""
    from localstack import config
    from localstack.services.s3.provider import S3Provider

    from emulator.persistence.durable_object_store import DurableS3ObjectStore

    store = DurableS3ObjectStore(Path(config.dirs.data) / "s3", str(Path(config.dirs.tmp) / "s3"))
    return Service.for_provider(S3Provider(store))


class PetriServerPlugin(RuntimeServerPlugin):
    """The one port, chosen by ``GATEWAY_SERVER=petri``."""

    name = "petri"

    def load(self, *_args: object, **_kwargs: object) -> RuntimeServer:
        from emulator.server.runtime_server import PetriRuntimeServer

        return PetriRuntimeServer()


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """Lambdas as processes, chosen by ``LAMBDA_RUNTIME_EXECUTOR=petri``."""

    name = "petri"

    def load(self, *_args: object, **_kwargs: object) -> type[RuntimeExecutor]:
        from emulator.lambda_runtime.executor import ProcessExecutor

        return ProcessExecutor


@inject_ldm_provisioner()
def deliver_function_logs(version_manager: LambdaVersionManager) -> None:
    """The executor delivers the logs of functions itself. The hook is meant for debuggers, but passes what we need."""
    from emulator.lambda_runtime.log_delivery import replace_log_handler

    replace_log_handler(version_manager)


@inject_ldm_provisioner()
def assign_environments(version_manager: LambdaVersionManager) -> None:
    """Decide which process runs an invocation, and when to start another."""
    from emulator.lambda_runtime.assignment import replace_assignment

    replace_assignment(version_manager)


@inject_ldm_provisioner()
def invoke_asynchronously(_version_manager: LambdaVersionManager) -> None:
    """Queue asynchronous invocations ourselves: the version's queue is made a moment after this."""
    from emulator.lambda_runtime.asynchronous.event_queue import install

    install()


@on_infra_start()
def deliver_function_metrics() -> None:
    """Send the metrics of functions in batches."""
    from emulator.lambda_runtime.metric_delivery import install

    install()


@on_infra_start(priority=10)
def create_certificates() -> None:
    """Have our server certificate ready before LocalStack would make one that nobody trusts."""
    from emulator.server.certificates import ensure_certificates

    names = ("PETRI_CA_BUNDLE", "PETRI_TRUST_BUNDLE", "CUSTOM_SSL_CERT_PATH")
    ensure_certificates(*(Path(os.environ[name]) for name in names))


@on_infra_start(priority=10)
def shorten_log_lines() -> None:
    """Have a log line cost half as much."""
    from emulator.log_lines import install

    install()


@on_infra_start(priority=10)
def ask_no_name_server() -> None:
    """Let LocalStack's own calls of S3 go to localhost.

    It would ask the internet's name servers for the address of s3.localhost.localstack.cloud, and go there if they
    know one. There is no setting against it.
    """
    from localstack.utils.aws import aws_stack

    aws_stack.CACHE_S3_HOSTNAME_DNS_STATUS = False


@on_infra_start()
def start_engine() -> None:
    """Start DynamoDB Local while LocalStack starts: it needs a second that nobody should wait for."""
    from emulator.dynamodb_local.engine import start_in_background

    start_in_background()


@on_infra_start()
def check_runtimes() -> None:
    """Refuse functions whose runtime is not installed."""
    from emulator.lambda_runtime.runtime_check import install

    install()


@on_infra_start()
def check_lambda_requests() -> None:
    """Refuse what AWS's Lambda API refuses."""
    from emulator.lambda_api.checks import install

    install()


@on_infra_start()
def enforce_iam() -> None:
    """Check the calls of functions against the policies of their roles."""
    from emulator.iam.enforcement import install

    install()


@on_infra_start()
def trace_aws_calls() -> None:
    """Note the calls of functions, for traces."""
    from emulator.tracing.sources.aws_apis import install

    install()


@on_infra_start()
def fire_scheduled_rules() -> None:
    """Fire EventBridge rules on time."""
    from emulator.schedules.event_bridge import install

    install()


@on_infra_ready(priority=10)
def restore_and_keep_state() -> None:
    """Read back what there was, write down what changes from now on, and only then let clients in."""
    from emulator.persistence.after_each_change import install
    from emulator.persistence.load_at_start import load_all
    from emulator.server.opening import open_to_all

    try:
        load_all(install())
    finally:
        open_to_all()  # whatever goes wrong, clients get an answer


@on_infra_ready()
def warm_up() -> None:
    """Load the services of a realtime application while nobody waits for them yet."""
    from emulator.warm_up import start_in_background

    start_in_background()
