"""The life of a mapping of a DynamoDB stream: its states, and the thread that reads for it.

In the place of LocalStack's ``EsmWorker``, which needs the function to exist, never deletes a mapping that is disabled,
has two pollers of a mapping run at once while it is updated, and has no ``LastProcessingResult``.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Any

from localstack.services.lambda_.event_source_mapping.esm_worker import EsmState, EsmStateReason, EsmWorker
from localstack.services.lambda_.event_source_mapping.pollers.poller import EmptyPollResultsException
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.utils.aws.arns import parse_arn
from localstack.utils.backoff import ExponentialBackoff

from emulator.dynamodb_local.event_source import PushPoller
from emulator.dynamodb_local.positions import POSITIONS
from emulator.event_source_mappings.settings import Settings

LOG = logging.getLogger(__name__)

# What an update leaves in the store until its worker has taken over.
_CHANGING = frozenset({EsmState.UPDATING, EsmState.ENABLING, EsmState.DISABLING})

# One poller of a mapping at a time: the next one goes on where the one before it has come to.
_turns: dict[str, threading.Lock] = {}


class StreamWorker(EsmWorker):
    """Has the attributes and methods that LocalStack's provider uses."""

    poller: PushPoller

    def __init__(
        self,
        esm_config: dict[str, Any],
        poller: PushPoller,
        enabled: bool = True,
        user_state_reason: EsmStateReason = EsmStateReason.USER_ACTION,
    ) -> None:
        self.esm_config = esm_config
        self.enabled = enabled
        self.current_state = EsmState.CREATING
        self.state_transition_reason = self.user_state_reason = user_state_reason
        self.poller = poller
        function = parse_arn(esm_config["FunctionArn"])
        self._state = lambda_stores[function["account"]][function["region"]]
        self._state_lock = threading.RLock()
        self._ending = threading.Event()
        self._is_replaced = False
        poller.prepare(Settings.of(esm_config), self._note_result)

    def create(self) -> None:
        """Begin: the mapping was made, updated, or read back at a start."""
        state = self.esm_config.get("State")
        if state in _CHANGING:
            self.esm_config["LastModified"] = datetime.now(UTC)
            self.current_state = EsmState(state)
        if not self.enabled and state != EsmState.DISABLING:
            self._enter(EsmState.DISABLED)
            return
        threading.Thread(target=self._run, name=f"event-source-mapping-{self.uuid}", daemon=True).start()

    def stop(self) -> None:
        """Another worker takes over: the mapping was updated."""
        with self._state_lock:
            self._is_replaced = True
        self._end()

    def delete(self) -> None:
        """Delete the mapping, when the call that is under way is over."""
        with self._state_lock:
            was_disabled = self.current_state == EsmState.DISABLED
            self._enter(EsmState.DELETING)
        self._end()
        if was_disabled:
            self._forget()

    def stop_for_shutdown(self) -> None:
        """End because the emulator does."""
        with self._state_lock:
            self._is_replaced = True
        self._end()

    def _run(self) -> None:
        """The thread of a mapping."""
        with _turns.setdefault(self.uuid, threading.Lock()):
            if self.enabled:
                # The position is taken before the mapping says it is enabled, so that nothing is lost.
                self._open()
                self._enter(EsmState.ENABLED)
                self._poll()
                self.poller.close()
                self.poller.join()
            else:
                self._enter(EsmState.DISABLED)
            with self._state_lock:
                if self.current_state == EsmState.DELETING:
                    self._forget()

    def _open(self) -> None:
        if self._ending.is_set():
            return
        try:
            self.poller.open()
        except Exception as error:  # Polling tries again, and reports.
            LOG.debug("Mapping %s has no position yet: %s", self.uuid, error)

    def _poll(self) -> None:
        after_error = ExponentialBackoff(initial_interval=1, max_interval=10)
        while not self._ending.is_set():
            try:
                self.poller.poll_events()
                after_error.reset()
            except EmptyPollResultsException as error:
                LOG.debug("Nothing to read for mapping %s: %s", self.uuid, error.__cause__)
            except Exception as error:
                LOG.warning(
                    "Event source mapping %s cannot read %s now, and will try again: %s",
                    self.uuid,
                    self.esm_config["EventSourceArn"],
                    error,
                    exc_info=LOG.isEnabledFor(logging.DEBUG),
                )
            if not self._ending.is_set():
                self._ending.wait(after_error.next_backoff())

    def _end(self) -> None:
        self._ending.set()
        self.poller.close()

    def _enter(self, state: EsmState) -> None:
        """Go over to a state, unless this mapping is another's, or about to be deleted."""
        with self._state_lock:
            if self._is_replaced or self.current_state == EsmState.DELETING:
                return
            self.current_state = state
            self.state_transition_reason = self.user_state_reason
            self._write(State=state)

    def _note_result(self, result: str) -> None:
        with self._state_lock:
            if not self._is_replaced:
                self._write(LastProcessingResult=result)

    def _write(self, **members: Any) -> None:
        if stored := self._state.event_source_mappings.get(self.uuid):
            stored.update(members)

    def _forget(self) -> None:
        self._state.event_source_mappings.pop(self.uuid, None)
        POSITIONS.forget(self.uuid)
