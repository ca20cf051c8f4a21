"""When an answer of the engine stands."""

from __future__ import annotations

from typing import Any

import pytest
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure

from emulator.dynamodb_local.fast_lane.engine_connections import EngineConnections, EngineHungUpError
from emulator.dynamodb_local.fast_lane.exchange import ask
from emulator.dynamodb_local.fast_lane.item_request import ItemRequest
from emulator.iam.credential_scope import Credential
from tests.unit.dynamodb_local.fast_lane.conftest import ANSWER, made


def request(operation: str) -> ItemRequest:
    caller = Credential("test", "000000000000", "eu-west-1")
    return ItemRequest("dynamodb", operation, caller, b"{}", {}, frozenset())


def test_other_operations_are_answered_at_once(connections: EngineConnections) -> None:
    answers: list[Any] = []
    ask(connections, request("PutItem"), answers.append)
    made(connections)[0].dataReceived(ANSWER)
    assert answers == [(200, b"{}")]


def test_a_transaction_is_answered_after_the_next_answer(connections: EngineConnections) -> None:
    answers: list[Any] = []
    ask(connections, request("TransactWriteItems"), answers.append)
    (connection,) = made(connections)
    connection.transport.take()
    connection.dataReceived(ANSWER.replace(b"{}", b"[]"))
    assert answers == []
    assert b"ListTables" in connection.transport.take()
    connection.dataReceived(ANSWER)
    assert answers == [(200, b"[]")]


def test_a_transaction_that_failed_is_answered_at_once(connections: EngineConnections) -> None:
    answers: list[Any] = []
    ask(connections, request("TransactWriteItems"), answers.append)
    made(connections)[0].dataReceived(ANSWER.replace(b"200 OK", b"400 No"))
    assert answers == [(400, b"{}")]


@pytest.mark.parametrize("answers_first", [False, True])
def test_an_engine_that_ends_meanwhile_may_have_lost_it(connections: EngineConnections, answers_first: bool) -> None:
    answers: list[Any] = []
    ask(connections, request("TransactWriteItems"), answers.append)
    (connection,) = made(connections)
    if answers_first:
        connection.dataReceived(ANSWER)
    connection.connectionLost(Failure(ConnectionDone()))
    assert [type(answer) for answer in answers] == [EngineHungUpError]
