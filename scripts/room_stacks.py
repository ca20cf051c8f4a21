"""The application in every learner's account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scripts import local_application
from scripts.aws_env import REGION, use_emulator
from scripts.errors import PetriError
from scripts.output import done

if TYPE_CHECKING:
    import boto3

    from emulator.room.learners import Learner
    from infra.report import Change, Report

# One computes while the other waits for the emulator; more only wait.
_AT_ONCE = 2


def deploy(endpoint: str, members: Sequence[Learner], game_port: int, *, tell: bool) -> None:
    """Bring every learner's stack up to date, for a game on this port. Raises PetriError."""
    from infra import stack

    application = local_application.with_game_at(game_port)
    _for_all(endpoint, members, lambda session, report: stack.deploy(session, report, application), tell=tell)


def remove(endpoint: str, members: Sequence[Learner], *, tell: bool) -> None:
    """Delete every learner's stack. Raises PetriError."""
    from infra import stack

    _for_all(endpoint, members, stack.remove, tell=tell)


def _for_all(
    endpoint: str, members: Sequence[Learner], work: Callable[[boto3.Session, Report], object], *, tell: bool
) -> None:
    from infra.errors import PROVISIONING_ERRORS, StackError, explain

    def of_one(member: Learner, session: boto3.Session) -> str:
        changes: list[Change] = []
        try:
            work(session, changes.append)
        except (StackError, *PROVISIONING_ERRORS) as error:
            raise PetriError(f"{member.name}: {explain(error)} Run the command again to go on.") from error
        counts = Counter(str(change.action) for change in changes)
        return ", ".join(f"{count} {action}" for action, count in counts.items()) or "nothing to do"

    use_emulator(endpoint)
    with ThreadPoolExecutor(_AT_ONCE) as executor:
        try:
            for member, summary in zip(members, executor.map(of_one, members, sessions(members)), strict=True):
                if tell:
                    done(f"{member.name}  {summary}")
        finally:
            executor.shutdown(cancel_futures=True)


def sessions(members: Sequence[Learner]) -> Iterator[boto3.Session]:
    """A session for each account."""
    from infra.aws import new_session

    for member in members:
        yield new_session(aws_access_key_id=member.account_id, aws_secret_access_key=member.secret, region_name=REGION)
