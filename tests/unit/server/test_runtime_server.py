"""The server ends when it is told to."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import threading, time
from emulator.server.runtime_server import PetriRuntimeServer

server = PetriRuntimeServer()

def stop():
    time.sleep(0.5)
    server.shutdown()

threading.Thread(target=stop).start()
server.run()
"""


def test_a_server_that_has_nothing_to_do_is_stopped_from_another_thread() -> None:
    ended = subprocess.run([sys.executable, "-c", _SCRIPT], timeout=60, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
