"""One item operation, from the port to the engine and back."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from localstack.services.plugins import SERVICE_PLUGINS

from emulator.dynamodb_local.engine import the_engine
from emulator.dynamodb_local.error_injection import fails_at_random
from emulator.dynamodb_local.fast_lane import answer
from emulator.dynamodb_local.fast_lane.engine_connections import (
    EngineConnections,
    EngineUnreachableError,
    connections_to,
)
from emulator.dynamodb_local.fast_lane.exchange import ask
from emulator.dynamodb_local.fast_lane.item_request import read
from emulator.dynamodb_local.wake_up import WAKE_UPS
from emulator.iam.enforcement import refusal_of_call
from emulator.iam.needed_permissions import Call
from emulator.tracing.sources.dynamodb import TracedOperation

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.dynamodb_local.fast_lane.engine_connections import Result
    from emulator.dynamodb_local.fast_lane.item_request import ItemRequest
    from emulator.server.http_channel import LimitedRequest

# The gateway's, and its lines.
LOG = logging.getLogger("localstack.request.aws")

_ON = os.environ.get("PETRI_DYNAMODB_FAST_LANE", "1") != "0"


class FastLane:
    """Runs on the reactor's thread: nothing here may wait."""

    def __init__(self, gateway: Callable[[LimitedRequest], object]) -> None:
        """Requests that cannot be sent to the engine are given to ``gateway``, which waits until they can."""
        self._gateway = gateway

    def takes(self, request: LimitedRequest) -> bool:
        """Answer ``request``, now or later, if it is one for this lane."""
        if not _ON or request.uri != b"/" or not _is_usual():
            return False
        asked = read(request)
        connections = _engine(asked.service) if asked else None
        if not asked or not connections or _is_refused(asked):
            return False
        the_engine().databases.prepare(asked.caller.account_id, asked.caller.region)
        traced = TracedOperation.begin(request, asked)
        gone = request.notifyFinish()
        gone.addErrback(lambda _: None)

        def on_answer(result: Result) -> None:
            if isinstance(result, EngineUnreachableError):
                if not gone.called:
                    self._gateway(request)
                return
            if isinstance(result, Exception):
                answered = answer.no_answer(asked, str(result))
            else:
                answered = answer.from_engine(asked, *result)
            if traced:
                traced.end(answered)
            _wake_readers(asked, answered)
            if not gone.called:
                answer.write(request, answered)
            _log(asked, answered)  # nobody waits for that

        ask(connections, asked, on_answer)
        return True


def _engine(service: str) -> EngineConnections | None:
    """Connections to the engine, if it can be called for this service right now."""
    engine = the_engine()
    if not engine.health() or not SERVICE_PLUGINS.is_running(service):
        return None
    return connections_to(engine.port)


def _is_usual() -> bool:
    """Whether nothing is asked for that only the gateway does: failures on purpose, requests logged in full."""
    return not (fails_at_random() or LOG.isEnabledFor(logging.DEBUG))


def _is_refused(asked: ItemRequest) -> bool:
    """Whether the caller's role does not allow it; the gateway says so."""
    caller = asked.caller
    call = Call(asked.service, "dynamodb", asked.operation, asked.parameters, caller.account_id, caller.region)
    try:
        return refusal_of_call(call, caller.access_key_id) is not None
    except (TypeError, AttributeError, KeyError):
        return True  # parameters of a wrong kind


def _wake_readers(asked: ItemRequest, answered: answer.Answer) -> None:
    if asked.writes_to and answered.error_code is None:
        WAKE_UPS.wake(asked.caller.account_id, asked.caller.region, asked.writes_to)


def _log(asked: ItemRequest, answered: answer.Answer) -> None:
    code = f" ({answered.error_code})" if answered.error_code else ""
    LOG.info("AWS %s.%s => %d%s", asked.service, asked.operation, answered.status, code)
