"""``make bench name=dynamodb``: what the way through the emulator's port adds to DynamoDB Local's own time."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

import boto3
import psutil

from bench import functions, timing
from bench.emulator import REGION, running_emulator
from bench.report import report

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.emulator import BenchEmulator

_TABLE = "things"
_KEY = {"id": {"S": "one"}}
_ITEM = {**_KEY, "name": {"S": "a thing"}, "size": {"N": "5"}}
# The engine tells accounts and regions apart by the access key.
_ENGINE_ACCESS_KEY = "000000000000euwest1"


def main() -> None:
    """Measure single operations through the fast lane, through LocalStack's gateway, and on the engine itself."""
    rows: dict[str, list[float]] = {}
    for name, switch in (("port", "1"), ("port without the fast lane", "0")):
        with running_emulator(PETRI_DYNAMODB_FAST_LANE=switch) as emulator:
            functions.create_table(emulator, _TABLE)
            through_port = _operations(emulator.client("dynamodb"))
            direct = _operations(_engine_client(emulator))
            for call in (*through_port.values(), *direct.values()):
                timing.repeat(call)  # a Java process is quicker once it has done something some hundred times
            for operation, call in through_port.items():
                used = emulator.processor_seconds()
                rows[f"{operation}, {name}"], engine = timing.in_turns(call, direct[operation])
                used = emulator.processor_seconds() - used
                calls = timing.ROUNDS + timing.WARM_UP_ROUNDS
                rows[f"{operation}, {name}: emulator's processor time"] = [used / calls * 1000]
                rows[f"{operation}, {name}: times the engine's own"] = [
                    median(rows[f"{operation}, {name}"]) / median(engine)
                ]
    report("dynamodb", rows)


def _operations(client: Any) -> dict[str, Callable[[], object]]:
    return {
        "PutItem": lambda: client.put_item(TableName=_TABLE, Item=_ITEM),
        "GetItem": lambda: client.get_item(TableName=_TABLE, Key=_KEY),
        "Query": lambda: client.query(
            TableName=_TABLE,
            KeyConditionExpression="id = :id",
            ExpressionAttributeValues={":id": _KEY["id"]},
        ),
    }


def _engine_client(emulator: BenchEmulator) -> Any:
    """A boto3 client on the engine itself."""
    (port,) = (
        connection.laddr.port
        for process in emulator.process.children(recursive=True)
        if process.name() == "java"
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    )
    session: Any = boto3.Session(aws_access_key_id=_ENGINE_ACCESS_KEY, aws_secret_access_key="none", region_name=REGION)
    return session.client("dynamodb", endpoint_url=f"http://127.0.0.1:{port}")


if __name__ == "__main__":
    main()
