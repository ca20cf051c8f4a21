"""The engine as a process: who may reach it, how long it lives, what becomes of its data."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from emulator.dynamodb_local.engine import DynamoDBLocalEngine
from emulator.dynamodb_local.engine_process import EngineStartError
from emulator.dynamodb_local.installation import EngineNotInstalledError
from tests.unit.dynamodb_local.conftest import Database, new_engine

GONE_SECONDS = 10


def java_process(engine: DynamoDBLocalEngine) -> psutil.Process:
    assert engine._thread is not None
    return psutil.Process(engine._thread.process.pid)


def test_only_loopback_can_reach_it(engine: DynamoDBLocalEngine) -> None:
    sockets = java_process(engine).net_connections("inet")
    listening = [socket.laddr for socket in sockets if socket.status == psutil.CONN_LISTEN]
    # Java's sockets are IPv6 ones, and write IPv4 addresses so.
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert [address.port for address in listening] == [engine.port]
    assert not [socket for socket in sockets if socket.status == psutil.CONN_NONE], "no datagram sockets"


@pytest.mark.parametrize("origin", ["https://example.com", "http://localhost:3000", "null"])
def test_no_page_may_read_its_answers(engine: DynamoDBLocalEngine, origin: str) -> None:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-amz-target",
    }
    request = urllib.request.Request(engine.url, method="OPTIONS", headers=headers)
    with urllib.request.urlopen(request) as response:
        assert response.headers.get("Access-Control-Allow-Origin") not in ("*", origin)


def test_its_environment_has_no_secrets(engine: DynamoDBLocalEngine) -> None:
    assert set(java_process(engine).environ()) == {"DDB_LOCAL_TELEMETRY"}


def test_data_and_streams_are_there_after_a_restart(own_engine: DynamoDBLocalEngine, own_database: Database) -> None:
    table = own_database.create_table()
    stream = own_database.stream(table)
    own_database.put(table, "kept")

    own_engine.stop_dynamodb()
    own_engine.start_dynamodb()

    assert own_database.get(table, "kept")
    assert own_database.stream(table) == stream


def test_killed_it_is_started_again_and_callers_only_wait(
    own_engine: DynamoDBLocalEngine, own_database: Database
) -> None:
    table = own_database.create_table()
    own_database.put(table, "kept")
    killed = java_process(own_engine)

    killed.kill()

    assert own_database.get(table, "kept")
    assert java_process(own_engine).pid != killed.pid


def test_stopped_it_is_gone_and_stays_so(own_engine: DynamoDBLocalEngine) -> None:
    process = java_process(own_engine)
    own_engine.stop_dynamodb()
    assert not process.is_running()
    with pytest.raises(EngineStartError, match="not started"):
        own_engine.client.call("DynamoDB_20120810.ListTables", "000000000000", "eu-west-1", {})


def test_starting_it_twice_is_starting_it_once(own_engine: DynamoDBLocalEngine) -> None:
    process = java_process(own_engine)
    own_engine.start_dynamodb()
    assert java_process(own_engine).pid == process.pid


def test_it_ends_with_its_parent_even_if_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from tests.unit.dynamodb_local.conftest import Path, new_engine\n"
        "engine = new_engine(Path(sys.argv[1]))\n"
        "engine.start_dynamodb()\n"
        "print(engine._thread.process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdin and parent.stdout
    engine = psutil.Process(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    engine.wait(GONE_SECONDS)


def test_two_engines_do_not_share_a_folder(own_engine: DynamoDBLocalEngine) -> None:
    second = new_engine(Path(own_engine.db_path))
    with pytest.raises(EngineStartError, match=f"another DynamoDB Local uses the folder of {own_engine.db_path}"):
        second.start_dynamodb()


def test_a_start_that_fails_says_why_to_every_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETRI_DYNAMODB_LOCAL", str(tmp_path))
    engine = new_engine(tmp_path / "data")
    with pytest.raises(EngineNotInstalledError):
        engine.start_dynamodb()
    with pytest.raises(EngineStartError, match="there is no DynamoDBLocal"):
        engine.client.call("DynamoDB_20120810.ListTables", "000000000000", "eu-west-1", {})


def test_an_engine_that_cannot_start_is_not_tried_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "DynamoDBLocal.jar").write_bytes(b"not a jar")
    monkeypatch.setenv("PETRI_DYNAMODB_LOCAL", str(tmp_path))
    engine = new_engine(tmp_path / "data")
    with pytest.raises(EngineStartError, match=r"^DynamoDB Local did not start: .*ServerRunner"):
        engine.start_dynamodb()
    assert engine._thread is not None
    engine._thread.join()
    assert not engine._thread.auto_restart
