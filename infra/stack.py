"""The whole stack: in which order it is made and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import boto3

from infra import (
    api,
    event_bus,
    functions,
    http_api,
    log_groups,
    ownership,
    permissions,
    roles,
    schedule,
    state_machines,
    stream,
    table,
    websocket_api,
)
from infra.application import APPLICATION, Application, Function
from infra.aws import Aws
from infra.errors import StackError
from infra.outputs import Outputs
from infra.preview import Preview
from infra.report import Action, Change, Report

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TableDescriptionTypeDef
    from mypy_boto3_iam.type_defs import RoleTypeDef
    from mypy_boto3_lambda.type_defs import FunctionConfigurationTypeDef

    from infra.api import Api

CONCURRENT_STEPS = 12


def deploy(session: boto3.Session, report: Report, application: Application = APPLICATION) -> Outputs:
    """Create what is missing, update what differs, delete what was ours and is no longer wanted.

    Raises StackError and botocore's errors. Deploying again after an error goes on where this stopped.
    """
    return _deploy(Aws.connect(session), report, application)


def preview(session: boto3.Session, report: Report, application: Application = APPLICATION) -> None:
    """Report what ``deploy`` would do, and do none of it. Raises what ``deploy`` would raise before it changes."""
    _deploy(Preview.connect(session), report, application)


def _deploy(aws: Aws, report: Report, application: Application) -> Outputs:
    ownership.check(aws, application)
    report = _one_at_a_time(report)
    with _executor() as executor:
        making_table = executor.submit(table.apply, aws, application, report)
        finding_roles = executor.submit(roles.find_all, aws, application)
        finding_functions = executor.submit(functions.find_all, aws, application)
        apis = api.find_all(aws, application)
        http = http_api.apply(aws, application, apis, report) if application.http_routes else None
        websocket = websocket_api.apply(aws, application, apis, report) if application.websocket_routes else None
        current_roles, current_functions = finding_roles.result(), finding_functions.result()
        current_groups = log_groups.find_all(aws, application) if application.log_retention_days else {}
        websocket_id = websocket["ApiId"] if websocket else None
        grants = [*schedule.grants(aws, application), *event_bus.grants(aws, application)]
        if http:
            grants += http_api.grants(aws, application, http["ApiId"])
        if websocket:
            grants += websocket_api.grants(aws, application, websocket["ApiId"])

        def make_function(function: Function) -> None:
            role = roles.apply(aws, application, function, websocket_id, current_roles.get(function.name), report)
            log_groups.apply(aws, application, function.name, current_groups, report)
            action = functions.apply(aws, application, function, role, current_functions.get(function.name), report)
            is_new = action is Action.CREATED
            permissions.apply(aws, application, function.name, grants, report, is_new=is_new)

        def make_http_routes() -> None:
            if http:
                http_api.apply_routes(aws, application, http, report, is_new=not api.find(apis, "HTTP"))

        def make_websocket_routes() -> None:
            if websocket:
                is_new = not api.find(apis, "WEBSOCKET")
                websocket_api.apply_routes(aws, application, websocket, report, is_new=is_new)

        def make_stage(made: Api | None) -> None:
            if made:
                api.apply_stage(aws, application, made, report)

        # An API without a stage serves nobody: its routes need not wait for their functions, which takes longest.
        early: list[Callable[[], None]] = [] if apis else [make_http_routes, make_websocket_routes]
        making_routes = [executor.submit(make) for make in early]
        _for_each(executor, make_function, application.functions)
        for made in making_routes:
            made.result()
        described = making_table.result()
        if not early:
            _at_once(executor, make_http_routes, make_websocket_routes)
        _at_once(
            executor,
            lambda: make_stage(http),
            lambda: make_stage(websocket),
            lambda: stream.apply(aws, application, _stream_arn(described), report),
            lambda: schedule.apply(aws, application, report),
            lambda: _apply_events(aws, application, report),
        )
        for unwanted in apis:
            if unwanted["ApiId"] not in (http and http["ApiId"], websocket_id):
                api.remove(aws, unwanted, report)

        wanted = {function.name for function in application.functions}
        strays = (current_roles.keys() | current_functions.keys()) - wanted
        _remove_functions(executor, aws, application, strays, current_roles, current_functions, report)
    return _outputs(aws, application, http, websocket, described)


def deploy_function(session: boto3.Session, name: str, report: Report, application: Application = APPLICATION) -> None:
    """Bring the code of one deployed function up to date, and nothing else: the quick way while writing it."""
    _deploy_function(Aws.connect(session), name, report, application)


def preview_function(session: boto3.Session, name: str, report: Report, application: Application = APPLICATION) -> None:
    """Report what ``deploy_function`` would do, and do not do it."""
    _deploy_function(Preview.connect(session), name, report, application)


def _deploy_function(aws: Aws, name: str, report: Report, application: Application) -> None:
    function = _function(application, name)
    ownership.check(aws, application)
    functions.update_code(aws, application, function, report)


def size(application: Application = APPLICATION) -> int:
    """How many resources ``deploy`` reports, beside those it deletes."""
    routes = [each for each in (application.http_routes, application.websocket_routes) if each]
    integrations = sum(len(set(each.values())) for each in routes)
    readers = sum(function.reads_stream for function in application.functions)
    permissions = sum(map(len, routes)) + len(application.schedules)
    for_each_function = 3 if application.log_retention_days else 2
    rest = 1 + 2 * len(routes) + for_each_function * len(application.functions) + len(application.schedules)
    return rest + integrations + sum(map(len, routes)) + readers + permissions


def remove(session: boto3.Session, report: Report, application: Application = APPLICATION) -> None:
    """Delete all that belongs to the stack, also when only a part of it is there, and nothing else.

    Raises StackError and botocore's errors. Removing again after an error goes on where this stopped.
    """
    _remove(Aws.connect(session), report, application)


def preview_removal(session: boto3.Session, report: Report, application: Application = APPLICATION) -> None:
    """Report what ``remove`` would delete, and delete nothing."""
    _remove(Preview.connect(session), report, application)


def _remove(aws: Aws, report: Report, application: Application) -> None:
    ownership.check(aws, application)
    report = _one_at_a_time(report)
    with _executor() as executor:
        # First what invokes functions, then the functions, and their roles last: a role left over from an
        # interrupted removal tells the next one that there may be a function and logs.
        _at_once(
            executor,
            lambda: _remove_apis(aws, application, report),
            lambda: _remove_mappings(aws, application, report),
            lambda: _remove_rules(aws, application, report),
            lambda: _remove_events(aws, application, report),
        )
        removing_table = executor.submit(table.remove, aws, application, report)
        current_roles, current_functions = roles.find_all(aws, application), functions.find_all(aws, application)
        names = current_roles.keys() | current_functions.keys()
        _remove_functions(executor, aws, application, names, current_roles, current_functions, report)
        removing_table.result()


def outputs(session: boto3.Session, application: Application = APPLICATION) -> Outputs:
    """Look up what ``deploy`` returned. Raises StackError if the stack is not there or not complete."""
    aws = Aws.connect(session)
    apis = api.find_all(aws, application)
    http, websocket, described = api.find(apis, "HTTP"), api.find(apis, "WEBSOCKET"), table.find(aws, application)
    is_complete = (http or not application.http_routes) and (websocket or not application.websocket_routes)
    if not described or not is_complete:
        raise StackError(f"Stack {application.stack} is not deployed in {aws.region}. Deploy it first.")
    return _outputs(aws, application, http, websocket, described)


def _function(application: Application, name: str) -> Function:
    for function in application.functions:
        if function.name == name:
            return function
    names = ", ".join(function.name for function in application.functions)
    raise StackError(f"There is no function {name}. The functions are: {names}.")


def _outputs(
    aws: Aws, application: Application, http: Api | None, websocket: Api | None, described: TableDescriptionTypeDef
) -> Outputs:
    return Outputs(
        region=aws.region,
        account_id=aws.account_id,
        stage=application.stage,
        http_api_id=http["ApiId"] if http else "",
        http_api_url=f"{http['ApiEndpoint']}/{application.stage}" if http else "",
        websocket_api_id=websocket["ApiId"] if websocket else "",
        websocket_api_url=f"{websocket['ApiEndpoint']}/{application.stage}" if websocket else "",
        table_name=application.table,
        table_arn=described["TableArn"],
        stream_arn=_stream_arn(described),
        function_arns={f.name: functions.arn(aws, application, f.name) for f in application.functions},
        rule_arns={s.function: schedule.rule_arn(aws, application, s) for s in application.schedules},
    )


def _stream_arn(described: TableDescriptionTypeDef) -> str:
    """The ARN of the table's stream; empty when it has none. One that was switched off is still described."""
    is_on = described.get("StreamSpecification", {}).get("StreamEnabled", False)
    return described.get("LatestStreamArn", "") if is_on else ""


def _remove_apis(aws: Aws, application: Application, report: Report) -> None:
    for found in api.find_all(aws, application):
        api.remove(aws, found, report)


def _remove_mappings(aws: Aws, application: Application, report: Report) -> None:
    for mapping in stream.find_all(aws, application):
        stream.remove(aws, mapping, report)


def _remove_rules(aws: Aws, application: Application, report: Report) -> None:
    for rule in schedule.find_all(aws, application):
        schedule.remove(aws, rule, report)


def _apply_events(aws: Aws, application: Application, report: Report) -> None:
    """What most applications have none of; the rules of a bus lead to state machines."""
    state_machines.apply(aws, application, report)
    event_bus.apply(aws, application, report)


def _remove_events(aws: Aws, application: Application, report: Report) -> None:
    for bus in event_bus.find_all(aws, application):
        event_bus.remove(aws, bus, report)
    for machine in state_machines.find_all(aws, application):
        state_machines.remove(aws, application, machine, report)


def _remove_functions(
    executor: Executor,
    aws: Aws,
    application: Application,
    names: Iterable[str],
    current_roles: dict[str, RoleTypeDef],
    current_functions: dict[str, FunctionConfigurationTypeDef],
    report: Report,
) -> None:
    """Delete functions with their logs and roles, whichever of them there are."""

    def remove_function(name: str) -> None:
        if name in current_functions:
            functions.remove(aws, application, name, report)
        log_groups.remove(aws, application, name, report)
        if name in current_roles:
            roles.remove(aws, current_roles[name]["RoleName"], report)

    _for_each(executor, remove_function, names)


@contextmanager
def _executor() -> Iterator[Executor]:
    """Threads for steps that do not need each other. After an error, steps that have not begun never do."""
    executor = ThreadPoolExecutor(CONCURRENT_STEPS)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _for_each[T](executor: Executor, step: Callable[[T], None], items: Iterable[T]) -> None:
    """Do a step for all items at the same time, and raise what the first failing one raises."""
    for _ in executor.map(step, items):
        pass


def _at_once(executor: Executor, *steps: Callable[[], None]) -> None:
    """Do several steps at the same time."""
    _for_each(executor, lambda step: step(), steps)


def _one_at_a_time(report: Report) -> Report:
    lock = Lock()

    def locked_report(change: Change) -> None:
        with lock:
            report(change)

    return locked_report
