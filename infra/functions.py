"""The Lambda functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra import package
from infra.application import Application, Function
from infra.aws import Aws
from infra.errors import StackError
from infra.package import Package
from infra.report import Action, Change, Difference, Differences, Report
from infra.waiting import retry, wait_for

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import FunctionConfigurationResponseTypeDef, FunctionConfigurationTypeDef

    type Configuration = FunctionConfigurationTypeDef | FunctionConfigurationResponseTypeDef

RUNTIME = "python3.13"

TRANSIENT_REASONS = (
    "cannot be assumed",  # The role defined for the function cannot be assumed by Lambda.
    "invalid for CreateGrant",  # … environment variables because the KMS key is invalid for CreateGrant.
    "update is in progress",  # of an interrupted deployment
)


def find_all(aws: Aws, application: Application) -> dict[str, FunctionConfigurationTypeDef]:
    """Our functions, by their name in the application: those with a name and a role of ours."""
    prefix, ours = application.resource_name(""), f":role{application.role_path}"
    return {
        found["FunctionName"].removeprefix(prefix): found
        for page in aws.lambda_.get_paginator("list_functions").paginate()
        for found in page["Functions"]
        if found["FunctionName"].startswith(prefix) and ours in found["Role"]
    }


def arn(aws: Aws, application: Application, function_name: str) -> str:
    """A function's ARN, also before it exists."""
    return aws.arn("lambda", f"function:{application.resource_name(function_name)}")


def apply(
    aws: Aws,
    application: Application,
    function: Function,
    role_arn: str,
    current: FunctionConfigurationTypeDef | None,
    report: Report,
) -> Action:
    """Make a function as wanted, given the one that is there; it can be invoked when this returns."""
    name = application.resource_name(function.name)
    built = package.build(application.code, function)
    wanted = _configuration(application, function, role_arn)
    action = Action.UNCHANGED
    differing: Differences = ()
    if current is None:
        _create(aws, application, name, wanted, built)
        action = Action.CREATED
    else:
        if differing := _differences(current, wanted):
            _update_configuration(aws, name, wanted)
            action = Action.UPDATED
        if current["CodeSha256"] != built.sha256:
            _update_code(aws, name, built)
            action, differing = Action.UPDATED, (*differing, _new_code(current, built))
    report(Change("function", name, action, differing))
    return action


def update_code(aws: Aws, application: Application, function: Function, report: Report) -> None:
    """Bring a deployed function's code up to date, and nothing else."""
    name = application.resource_name(function.name)
    built = package.build(application.code, function)
    try:
        current = aws.lambda_.get_function_configuration(FunctionName=name)
    except aws.lambda_.exceptions.ResourceNotFoundException:
        raise StackError(f"Function {name} is not deployed yet. Deploy the whole stack first.") from None
    if current["CodeSha256"] == built.sha256:
        report(Change("function", name, Action.UNCHANGED))
        return
    _update_code(aws, name, built)
    report(Change("function", name, Action.UPDATED, (_new_code(current, built),)))


def tags_of(aws: Aws, function_arn: str) -> dict[str, str]:
    """The tags of a function."""
    return aws.lambda_.list_tags(Resource=function_arn)["Tags"]


def remove(aws: Aws, application: Application, function_name: str, report: Report) -> None:
    """Delete a function."""
    name = application.resource_name(function_name)
    aws.lambda_.delete_function(FunctionName=name)
    report(Change("function", name, Action.DELETED))


def _configuration(application: Application, function: Function, role_arn: str) -> dict[str, Any]:
    return {
        "Role": role_arn,
        "Runtime": RUNTIME,
        "Handler": function.handler,
        "Timeout": function.timeout,
        "MemorySize": function.memory,
        "Environment": {"Variables": _variables(application)},
    }


def _variables(application: Application) -> dict[str, str]:
    variables = {"DYNAMODB_TABLE": application.table}
    return variables | {"EVENT_BUS": application.event_bus} if application.event_bus else variables


def _create(aws: Aws, application: Application, name: str, wanted: dict[str, Any], built: Package) -> None:
    try:
        created = _retry_until_role_works(
            lambda: aws.lambda_.create_function(
                FunctionName=name, Code={"ZipFile": built.archive}, Tags=application.tags, **wanted
            )
        )
    except aws.lambda_.exceptions.ResourceConflictException:
        raise StackError(
            f"Function {name} is there already, with a role that is not of stack {application.stack}. Delete it."
        ) from None
    _wait_until_ready(aws, created)


def _update_configuration(aws: Aws, name: str, wanted: dict[str, Any]) -> None:
    updated = _retry_until_role_works(lambda: aws.lambda_.update_function_configuration(FunctionName=name, **wanted))
    _wait_until_ready(aws, updated)


def _update_code(aws: Aws, name: str, built: Package) -> None:
    updated = _retry_until_role_works(
        lambda: aws.lambda_.update_function_code(FunctionName=name, ZipFile=built.archive)
    )
    _wait_until_ready(aws, updated)


def _differences(current: Configuration, wanted: dict[str, Any]) -> Differences:
    """All that is not exactly as wanted: a variable too many is one."""
    return tuple(
        Difference(name, current.get(name), value) for name, value in wanted.items() if current.get(name) != value
    )


def _new_code(current: Configuration, built: Package) -> Difference:
    return Difference("CodeSha256", current["CodeSha256"], built.sha256)


def _retry_until_role_works[T](operation: Callable[[], T]) -> T:
    """A new role takes seconds until Lambda can assume it, and may be known to KMS last."""

    def is_transient(error: Exception) -> bool:
        return isinstance(error, ClientError) and any(reason in str(error) for reason in TRANSIENT_REASONS)

    return retry(operation, is_transient)


def _wait_until_ready(aws: Aws, configuration: Configuration) -> None:
    """Wait until a function can be invoked and changed: at once if the given answer says so."""
    name = configuration["FunctionName"]

    def is_ready(current: Configuration) -> bool:
        if "Failed" in (current.get("State"), current.get("LastUpdateStatus")):
            reason = current.get("StateReason") or current.get("LastUpdateStatusReason")
            raise StackError(f"Lambda cannot run function {name}: {reason}")
        return current.get("State") != "Pending" and current.get("LastUpdateStatus") != "InProgress"

    if not is_ready(configuration):
        wait_for(
            lambda: is_ready(aws.lambda_.get_function_configuration(FunctionName=name)), f"function {name} is ready"
        )
