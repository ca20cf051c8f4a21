"""``petri learn``: the workshop, in the terminal."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from learn.course import Course, NoSuchStep
from learn.run import EmulatorMissing
from learn.steps import WORKSHOP
from learn.work_folder import WorkFolder
from learn.wrong import Wrong
from scripts.aws_env import use_emulator
from scripts.errors import PetriError

NOT_DONE, CANNOT_CHECK = 1, 2


class Action(StrEnum):
    """What to do."""

    WATCH = "watch"
    CHECK = "check"
    PAGE = "page"
    HINT = "hint"
    SOLUTION = "solution"
    RESET = "reset"
    LIST = "list"
    JUMP = "jump"
    DEPLOY = "deploy"
    INVOKE = "invoke"
    LOGS = "logs"
    URLS = "urls"
    PLAY = "play"
    REMOVE = "remove"


def learn(
    action: Annotated[
        Action,
        typer.Argument(
            help="watch looks at each save. check once; page, hint, solution, "
            "reset of this step; list of all, jump STEP. For your application: deploy "
            "FUNCTION, invoke FUNCTION EVENT.json, logs FUNCTION, urls, play, remove.",
            show_choices=False,
        ),
    ] = Action.WATCH,
    what: Annotated[str | None, typer.Argument(help="A step (3/04) or a function.", show_default=False)] = None,
    event: Annotated[Path | None, typer.Argument(help="A file with an event, for invoke.", show_default=False)] = None,
    folder: Annotated[
        Path, typer.Option(envvar="PETRI_WORKSHOP_FOLDER", help="Your folder.", show_default="workshop/work")
    ] = WORKSHOP / "work",
    as_json: Annotated[bool, typer.Option("--json", help="With check: the result as JSON.")] = False,
) -> None:
    """The workshop: one step at a time, checked while you write."""
    if "AWS_ENDPOINT_URL" not in os.environ:
        use_emulator()
    course = Course(WorkFolder(folder.expanduser().resolve()))
    try:
        _ACTIONS[action](course, what, event, as_json)
    except (NoSuchStep, Wrong) as error:
        raise PetriError(str(error)) from error
    except EmulatorMissing as error:
        raise PetriError(f"{error} Start it with: petri up", CANNOT_CHECK) from error


type _Run = Callable[[Course, str | None, Path | None, bool], None]


def _watch(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    from learn.application import LearnersApplication
    from learn.watch import Watch

    console = Console(highlight=False)
    screen = _screen(console)
    application = LearnersApplication(
        course.work.path, os.environ["AWS_ENDPOINT_URL"], lambda line: screen.line(line, "dim")
    )
    console.print(f"Your folder is [bold]{course.work.path}[/].", soft_wrap=True)
    # Ctrl-C is one of the two ways to leave, also in the middle of a deployment: progress is kept at each step.
    with suppress(KeyboardInterrupt):
        Watch(course, screen, application.check).run()


def _check(course: Course, _what: str | None, _event: Path | None, as_json: bool) -> None:
    from learn.application import LearnersApplication

    step = course.current()
    result = LearnersApplication(course.work.path, os.environ["AWS_ENDPOINT_URL"]).check(step)
    if as_json:
        print(json.dumps(asdict(result)))
    else:
        _screen().result(result)
    if not result.passed:
        raise typer.Exit(NOT_DONE)
    course.pass_current()


def _page(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    _screen().page(course.current())


def _hint(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    course.current()
    _screen().text(course.next_hint())


def _solution(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    _screen().files(*course.take_solution())


def _reset(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    _screen().files(*course.reset())


def _list(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    course.current()
    _screen().steps(course.work)


def _jump(course: Course, what: str | None, _event: Path | None, _json: bool) -> None:
    step, written, copies = course.jump(_needed(what, "a step, such as 3/04"))
    _screen().files(written, copies)
    _screen().page(step)


def _deploy(course: Course, what: str | None, _event: Path | None, _json: bool) -> None:
    from infra import stack
    from infra.aws import default_session
    from learn.application_file import load
    from scripts.provisioning import Provisioning

    application = load(course.work.path)
    with Provisioning("Deploying") as provisioning:
        if what:
            stack.deploy_function(default_session(), what, provisioning.report, application)
        else:
            stack.deploy(default_session(), provisioning.report, application)


def _remove(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    from infra import stack
    from infra.aws import default_session
    from learn.application_file import load
    from scripts.provisioning import Provisioning

    with Provisioning("Removing") as provisioning:
        stack.remove(default_session(), provisioning.report, load(course.work.path))


def _invoke(course: Course, what: str | None, event: Path | None, _json: bool) -> None:
    from learn.application import LearnersApplication

    application = LearnersApplication(course.work.path, os.environ["AWS_ENDPOINT_URL"])
    print(application.invoke(_needed(what, "a function"), event))


def _logs(course: Course, what: str | None, _event: Path | None, _json: bool) -> None:
    from learn.application import LearnersApplication

    application = LearnersApplication(course.work.path, os.environ["AWS_ENDPOINT_URL"])
    for message in application.log(_needed(what, "a function")):
        print(message.rstrip())


def _urls(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    from learn.application import LearnersApplication

    for name, url in LearnersApplication(course.work.path, os.environ["AWS_ENDPOINT_URL"]).urls().items():
        print(f"{name:<14} {url or 'not there yet: it has no routes'}")


def _play(course: Course, _what: str | None, _event: Path | None, _json: bool) -> None:
    from learn.frontend import play

    play(course.work.path)


def _needed(what: str | None, description: str) -> str:
    if what is None:
        raise PetriError(f"Say which: {description}.")
    return what


def _screen(console: Console | None = None):  # type: ignore[no-untyped-def]
    from learn.screen import Screen

    return Screen(console or Console(highlight=False))


_ACTIONS: dict[Action, _Run] = {
    Action.WATCH: _watch,
    Action.CHECK: _check,
    Action.PAGE: _page,
    Action.HINT: _hint,
    Action.SOLUTION: _solution,
    Action.RESET: _reset,
    Action.LIST: _list,
    Action.JUMP: _jump,
    Action.DEPLOY: _deploy,
    Action.REMOVE: _remove,
    Action.INVOKE: _invoke,
    Action.LOGS: _logs,
    Action.URLS: _urls,
    Action.PLAY: _play,
}
