"""``make bench name=streams``: from a write to the function that its record reaches, and what waiting costs."""

from __future__ import annotations

import itertools
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil

from bench import functions
from bench.emulator import BenchEmulator, running_emulator
from bench.report import report

ROUNDS = 200
WARM_UP_ROUNDS = 20
IDLE_MAPPINGS = 10
IDLE_SECONDS = 10.0
RECORDS = {"batches of 100": (100, 1, 5000), "batches of 1": (1, 1, 400), "batches of 1, ten at a time": (1, 10, 400)}

# Tells when it was called, and with how many records: in a datagram, which costs next to nothing.
TELLTALE = """
import json, os, socket, time

inbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

def handler(event, context):
    now = time.time()
    inbox.sendto(json.dumps([now, len(event["Records"])]).encode(), ("127.0.0.1", int(os.environ["PORT"])))
"""

_numbers = itertools.count()


def main() -> None:
    """Measure."""
    rows: dict[str, list[float]] = {}
    with running_emulator() as emulator, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inbox:
        inbox.bind(("127.0.0.1", 0))
        inbox.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        inbox.settimeout(60)
        rows |= _latency(emulator, inbox)
        for name, (batch_size, lanes, records) in RECORDS.items():
            rows |= _throughput(emulator, inbox, name, batch_size, lanes, records)
    with running_emulator() as emulator, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inbox:
        inbox.bind(("127.0.0.1", 0))
        rows |= _idle(emulator, inbox)
    report("streams", rows)


def _latency(emulator: BenchEmulator, inbox: socket.socket) -> dict[str, list[float]]:
    dynamodb, (table, mapping) = emulator.client("dynamodb"), _map(emulator, inbox, "LATEST")
    from_start, from_answer, writes = [], [], []
    used = emulator.processor_seconds()
    for number in range(WARM_UP_ROUNDS + ROUNDS):
        begun = time.time()
        dynamodb.put_item(TableName=table, Item={"id": {"S": str(number)}})
        answered = time.time()
        called, _ = _receive(inbox)
        if number >= WARM_UP_ROUNDS:
            from_start.append((called - begun) * 1000)
            from_answer.append((called - answered) * 1000)
            writes.append((answered - begun) * 1000)
    used = emulator.processor_seconds() - used
    emulator.client("lambda").delete_event_source_mapping(UUID=mapping)
    return {
        "write, with a mapping": writes,
        "from the write's beginning to the function": from_start,
        "from the write's answer to the function": from_answer,
        "emulator's processor time a write and its call": [used / (WARM_UP_ROUNDS + ROUNDS) * 1000],
    }


def _throughput(
    emulator: BenchEmulator, inbox: socket.socket, name: str, batch_size: int, lanes: int, records: int
) -> dict[str, list[float]]:
    """How fast a mapping gets through what was written before."""
    table = _create_table(emulator)
    dynamodb = emulator.client("dynamodb")

    def write(first: int) -> None:
        items = [{"PutRequest": {"Item": {"id": {"S": str(number)}}}} for number in range(first, first + 25)]
        dynamodb.batch_write_item(RequestItems={table: items})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(0, records, 25)))
    used = emulator.processor_seconds()
    _, mapping = _map(emulator, inbox, "TRIM_HORIZON", table, BatchSize=batch_size, ParallelizationFactor=lanes)
    first, came = _receive(inbox)
    last = first
    while came < records:
        called, number = _receive(inbox)
        last, came = max(last, called), came + number
    used = emulator.processor_seconds() - used
    emulator.client("lambda").delete_event_source_mapping(UUID=mapping)
    return {
        f"records a second, {name}": [records / max(last - first, 0.001)],
        f"emulator's processor time a record, {name}": [used / records * 1000],
    }


def _idle(emulator: BenchEmulator, inbox: socket.socket) -> dict[str, list[float]]:
    """What mappings cost that have nothing to do, beside an emulator without any."""
    dynamodb = emulator.client("dynamodb")
    dynamodb.list_tables()
    time.sleep(5)  # until all is loaded that loads in the background
    without = _processor_share(emulator)
    for _ in range(IDLE_MAPPINGS):
        _map(emulator, inbox, "LATEST")
    time.sleep(2)
    with_mappings = _processor_share(emulator)
    return {
        "idle, no mapping: processor time a second": [without],
        f"idle, {IDLE_MAPPINGS} mappings: processor time a second": [with_mappings],
    }


def _processor_share(emulator: BenchEmulator) -> float:
    """Milliseconds of processor time a second, of the emulator, its engine and its functions."""
    before = _processor_seconds(emulator.process)
    time.sleep(IDLE_SECONDS)
    return (_processor_seconds(emulator.process) - before) / IDLE_SECONDS * 1000


def _processor_seconds(process: psutil.Process) -> float:
    return sum(
        times.user + times.system
        for each in (process, *process.children(recursive=True))
        for times in [each.cpu_times()]
    )


def _map(
    emulator: BenchEmulator, inbox: socket.socket, position: str, table: str = "", **settings: Any
) -> tuple[str, str]:
    """A mapping that is enabled, to a function of its own. Gives the names of its table and itself."""
    table = table or _create_table(emulator)
    function = f"telltale-{next(_numbers)}"
    functions.create_function(emulator, function, TELLTALE, PORT=str(inbox.getsockname()[1]))
    stream = emulator.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    client = emulator.client("lambda")
    client.invoke(FunctionName=function, Payload=b'{"Records": []}')["Payload"].read()
    if inbox.gettimeout():
        _receive(inbox)  # of the call above: it is warm
    mapping: str = client.create_event_source_mapping(
        FunctionName=function, EventSourceArn=stream, StartingPosition=position, **settings
    )["UUID"]
    while client.get_event_source_mapping(UUID=mapping)["State"] != "Enabled":
        time.sleep(0.01)
    return table, mapping


def _create_table(emulator: BenchEmulator) -> str:
    name = f"table-{next(_numbers)}"
    functions.create_table(emulator, name)
    emulator.client("dynamodb").update_table(
        TableName=name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    )
    return name


def _receive(inbox: socket.socket) -> tuple[float, int]:
    """When a function was called, in seconds since 1970, and with how many records."""
    called, records = json.loads(inbox.recv(1024))
    return float(called), int(records)
