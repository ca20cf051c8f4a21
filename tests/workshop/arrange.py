"""What a learner does besides saving files, for the steps that are about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from infra import schedule, table, websocket_api
from infra.aws import Aws
from learn import application_file
from learn.sockets import Socket
from learn.vocabulary import WEBSOCKET_API_ID
from tests.workshop.course import Course


def arrangement(course: Course, name: str) -> AbstractContextManager[object]:
    """What is so while the solution of a step is checked."""
    arrange = _ARRANGEMENTS.get(name)
    return arrange(course) if arrange else nullcontext()


@contextmanager
def _open_page(course: Course) -> Iterator[None]:
    course.deployment.bring_up_to_date(application_file.load(course.folder))
    with Socket(course.emulator.api_url(WEBSOCKET_API_ID, scheme="ws"), 10):
        yield


@contextmanager
def _remove(course: Course) -> Iterator[None]:
    course.remove()
    yield


@contextmanager
def leftover(course: Course, kind: str) -> Iterator[None]:
    """The stack is removed, but for one thing; or the item of a connection that is gone was left over."""
    aws, application = Aws.connect(course.deployment.session), application_file.load(course.folder)
    if kind == "stale item":
        item = {"partitionKey": {"S": "Connection"}, "sortKey": {"S": "gone="}}
        aws.dynamodb.put_item(TableName=application.table, Item=item)
        yield
        return
    course.remove()
    match kind:
        case "table":
            table.apply(aws, application, lambda _change: None)
        case "rule":
            schedule.apply(aws, application, lambda _change: None)
        case _:
            websocket_api.apply(aws, application, [], lambda _change: None)
    yield
    course.remove()


_ARRANGEMENTS: dict[str, Callable[[Course], AbstractContextManager[object]]] = {
    "3/08-see-the-connection": _open_page,
    "3/21-remove": _remove,
}
