"""Connections to the engine, without an engine."""

from __future__ import annotations

from typing import Any

import pytest
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure

from emulator.dynamodb_local.fast_lane.engine_connections import EngineConnections, EngineHungUpError
from tests.unit.dynamodb_local.fast_lane.conftest import ANSWER, Transport, made


def test_an_answer_in_pieces(connections: EngineConnections) -> None:
    answers: list[Any] = []
    connections.ask(b"question", answers.append)
    (connection,) = made(connections)
    assert connection.transport.take() == b"question"
    for index in range(len(ANSWER)):
        assert answers == []
        connection.dataReceived(ANSWER[index : index + 1])
    assert answers == [(200, b"{}")]


def test_a_request_that_the_system_takes_in_pieces(
    connections: EngineConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Transport, "takes", 3)
    connections.ask(b"question", lambda _: None)
    assert made(connections)[0].transport.take() == b"question"


def test_a_free_connection_is_used_again(connections: EngineConnections) -> None:
    answers: list[Any] = []
    for _ in range(3):
        connections.ask(b"question", answers.append)
        made(connections)[0].dataReceived(ANSWER)
    assert len(made(connections)) == 1
    assert answers == [(200, b"{}")] * 3


def test_more_requests_than_connections_wait_in_order(
    connections: EngineConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emulator.dynamodb_local.fast_lane.engine_connections.MAX_CONNECTIONS", 1)
    answers: list[Any] = []
    for name in ("first", "second", "third"):
        connections.ask(name.encode(), lambda answer, name=name: answers.append((name, answer)))  # type: ignore[misc]
    (connection,) = made(connections)
    sent = []
    for _ in range(3):
        sent.append(connection.transport.take())
        connection.dataReceived(ANSWER)
    assert sent == [b"first", b"second", b"third"]
    assert [name for name, _ in answers] == ["first", "second", "third"]


def test_a_connection_that_is_lost_is_no_answer_and_the_next_request_gets_a_new_one(
    connections: EngineConnections,
) -> None:
    answers: list[Any] = []
    connections.ask(b"question", answers.append)
    made(connections)[0].connectionLost(Failure(ConnectionDone()))
    assert isinstance(answers[0], EngineHungUpError)
    connections.ask(b"question", answers.append)
    made(connections)[1].dataReceived(ANSWER)
    assert answers[1] == (200, b"{}")


def test_an_idle_connection_that_is_lost_is_forgotten(connections: EngineConnections) -> None:
    answers: list[Any] = []
    connections.ask(b"question", answers.append)
    made(connections)[0].dataReceived(ANSWER)
    made(connections)[0].connectionLost(Failure(ConnectionDone()))
    connections.ask(b"question", answers.append)
    assert made(connections)[1].transport.take() == b"question"


def test_what_is_no_http_ends_the_connection(connections: EngineConnections) -> None:
    answers: list[Any] = []
    connections.ask(b"question", answers.append)
    (connection,) = made(connections)
    connection.dataReceived(b"hello\r\n\r\n")
    assert connection.transport.aborted
    connection.connectionLost(Failure(ConnectionDone()))
    assert isinstance(answers[0], EngineHungUpError)
