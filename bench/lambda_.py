"""``make bench name=lambda``: functions, cold and warm, and the memory they take.

Cold starts are measured side by side with an emulator that starts each process by itself, because a machine that does
other things, too, is slower now and faster then.
"""

from __future__ import annotations

import io
import itertools
import json
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import psutil
import requests

from bench import functions, timing
from bench.emulator import BenchEmulator, running_emulator
from bench.report import report

COLD_ROUNDS = 20
UPDATES = 20
SECONDS_OF_LOAD = 5.0
CLIENTS = 8
CROWDS = (8, 32)
ENVIRONMENTS = (1, 20, 70)

# What most functions do before their first invocation.
BOTO3 = """
import boto3

dynamodb = boto3.client("dynamodb")

def handler(event, context):
    return {"statusCode": 200}
"""

RESOURCE = """
import boto3

table = boto3.resource("dynamodb").Table("table")

def handler(event, context):
    return {"statusCode": 200}
"""

# Long enough that nobody gets the environment of another.
SLOW_SECONDS = 1.0
SLOW = f"""
import time

def handler(event, context):
    time.sleep({SLOW_SECONDS})
"""

_numbers = itertools.count()


def main() -> None:
    """Measure."""
    with running_emulator() as emulator, running_emulator(PETRI_LAMBDA_FORK="0") as alone:
        rows = {
            **_cold_starts({"": emulator, ", each process by itself": alone}),
            **_crowds({"": emulator, ", each process by itself": alone}),
            **_warm(emulator),
            **_updates(emulator),
        }
    with running_emulator() as emulator:
        rows |= _memory(emulator, "trivial functions", functions.TRIVIAL)
    with running_emulator() as emulator:
        rows |= _memory(emulator, "functions with a boto3 client", BOTO3)
    report("lambda", rows)


def _cold_starts(emulators: dict[str, BenchEmulator]) -> dict[str, list[float]]:
    rows: dict[str, list[float]] = {}
    for emulator in emulators.values():
        _invoke(emulator, _create(emulator, functions.TRIVIAL))
        time.sleep(3)  # until everything is loaded that a first function has loaded
    for name, source in (("trivial", functions.TRIVIAL), ("boto3 client", BOTO3), ("boto3 resource", RESOURCE)):
        for _, (way, emulator) in itertools.product(range(COLD_ROUNDS), emulators.items()):
            function = _create(emulator, source)
            rows.setdefault(f"cold start, {name}{way}", []).append(
                timing.milliseconds(lambda: _invoke(emulator, function))  # noqa: B023 - called at once
            )
    return rows


def _crowds(emulators: dict[str, BenchEmulator]) -> dict[str, list[float]]:
    """Until the last of many invocations at once is answered, without the time the function takes."""
    rows = {}
    for count, (way, emulator) in itertools.product(CROWDS, emulators.items()):
        function = _create(emulator, SLOW)
        clients = [emulator.client("lambda") for _ in range(count)]
        with ThreadPoolExecutor(count) as pool:
            elapsed = timing.milliseconds(
                lambda: list(pool.map(lambda client: client.invoke(FunctionName=function), clients))  # noqa: B023
            )
        rows[f"{count} cold starts at once, the last{way}"] = [elapsed - SLOW_SECONDS * 1000]
    return rows


def _warm(emulator: BenchEmulator) -> dict[str, list[float]]:
    function = _create(emulator, functions.TRIVIAL)
    invoke = emulator.client("lambda").invoke
    rows = {"warm invoke": timing.repeat(lambda: invoke(FunctionName=function)["Payload"].read())}
    api_id = functions.create_api(emulator, "HTTP", {"GET /": _arn(emulator, function)})
    url = emulator.endpoint + emulator.api_path(api_id) + "/"
    http = requests.Session()
    rows["warm invoke through an HTTP API"] = timing.repeat(lambda: http.get(url).raise_for_status())

    clients = [emulator.client("lambda") for _ in range(CLIENTS)]

    def load(client: Any) -> int:
        answered = 0
        while time.perf_counter() < end:
            client.invoke(FunctionName=function)["Payload"].read()
            answered += 1
        return answered

    used, end = emulator.processor_seconds(), time.perf_counter() + SECONDS_OF_LOAD
    with ThreadPoolExecutor(CLIENTS) as pool:
        answered = sum(pool.map(load, clients))
    used = emulator.processor_seconds() - used
    rows[f"warm invokes a second, {CLIENTS} clients"] = [answered / SECONDS_OF_LOAD]
    rows["emulator's processor time a warm invoke"] = [used / answered * 1000]
    return rows


def _updates(emulator: BenchEmulator) -> dict[str, list[float]]:
    client = emulator.client("lambda")
    function = _create(emulator, "def handler(event, context):\n    return -1\n")
    _invoke(emulator, function)

    def update(number: int) -> float:
        time.sleep(1)  # nobody saves ten times a second, and LocalStack ends old versions in few threads
        return timing.milliseconds(lambda: update_now(number))

    def update_now(number: int) -> None:
        client.update_function_code(
            FunctionName=function, ZipFile=_package(f"def handler(event, context):\n    return {number}\n")
        )
        while json.loads(client.invoke(FunctionName=function)["Payload"].read()) != number:
            pass

    return {"update of code until it answers": [update(number) for number in range(UPDATES)]}


def _memory(emulator: BenchEmulator, name: str, source: str) -> dict[str, list[float]]:
    """Proportional memory of all that runs because there are functions: their processes and their parent."""
    rows = {}
    before = _children(emulator)
    present = 0
    for count in ENVIRONMENTS:
        while present < count:
            _invoke(emulator, _create(emulator, source))
            present += 1
        if count == 1:
            time.sleep(3)  # the first starts before its parent is there
            _invoke(emulator, _create(emulator, source))
        time.sleep(0.5)
        added = _children(emulator) - before
        rows[f"{count} environments, {name}: memory, MiB"] = [sum(map(_proportional_mib, added))]
    used = sum(_processor_seconds(process) for process in added)
    time.sleep(SECONDS_OF_LOAD)
    used = sum(_processor_seconds(process) for process in added) - used
    rows[f"{count} idle environments, {name}: processor time a second"] = [used / SECONDS_OF_LOAD * 1000]
    return rows


def _children(emulator: BenchEmulator) -> set[psutil.Process]:
    return set(emulator.process.children(recursive=True))


def _proportional_mib(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss / 2**20) if process.is_running() else 0.0


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _create(emulator: BenchEmulator, source: str) -> str:
    name = f"function-{next(_numbers)}"
    functions.create_function(emulator, name, source)
    return name


def _arn(emulator: BenchEmulator, function: str) -> str:
    configuration = emulator.client("lambda").get_function_configuration(FunctionName=function)
    arn: str = configuration["FunctionArn"]
    return arn


def _invoke(emulator: BenchEmulator, function: str) -> None:
    answer = _lambda_client(emulator).invoke(FunctionName=function)
    assert "FunctionError" not in answer, answer["Payload"].read()


@cache
def _lambda_client(emulator: BenchEmulator) -> Any:
    return emulator.client("lambda")


def _package(source: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", source)
    return buffer.getvalue()
