"""Functions that are frozen cannot notice that the emulator has ended: somebody must wake them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from emulator.lambda_runtime.freezer import IDLE_SECONDS
from tests.conftest import Emulator
from tests.support import create_function, eventually

SOURCE = """
import os
def handler(event, context):
    return [os.getpid(), os.getppid()]
"""


@pytest.mark.parametrize("zygote_dies_first", [False, True])
def test_nothing_is_left_of_a_killed_emulator(
    start_emulator: Callable[..., Emulator], tmp_path: Path, zygote_dies_first: bool
) -> None:
    emulator = start_emulator(tmp_path / "state")
    function = create_function(emulator, SOURCE)

    def call() -> tuple[int, int]:
        answer = emulator.client("lambda").invoke(FunctionName=function)
        process, parent = json.loads(answer["Payload"].read())
        return process, parent

    call()
    # A first function may have started by itself; the next process is forked.
    eventually(lambda: "zygote.py" in " ".join(psutil.Process(call()[1]).cmdline()) or _renew(emulator, function), 60)
    process, zygote = (psutil.Process(number) for number in call())
    if zygote_dies_first:
        zygote.kill()
        assert call()[0] == process.pid
        time.sleep(5 * IDLE_SECONDS)
    else:
        eventually(lambda: process.status() == psutil.STATUS_STOPPED)
    descendants = psutil.Process(emulator.pid).children(recursive=True)
    emulator.process.kill()
    emulator.process.wait()
    eventually(lambda: not [each for each in [process, *descendants] if _runs(each)], 20)


def _renew(emulator: Emulator, function: str) -> bool:
    """Have the next call start another process."""
    client = emulator.client("lambda")
    client.update_function_configuration(FunctionName=function, Description="again")
    eventually(lambda: client.get_function_configuration(FunctionName=function)["LastUpdateStatus"] == "Successful")
    return False


def _runs(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
