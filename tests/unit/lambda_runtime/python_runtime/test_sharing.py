from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from emulator import lambda_runtime
from emulator.lambda_runtime.runtimes import RuntimeUnavailableError, find_runtime

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="There are no zygotes elsewhere.")

# Leaves gaps of all sizes, and has objects that refer to each other in every way.
SCRIPT = """
import gc, json, sys, weakref
import sharing

class Node:
    def __init__(self, other): self.other = other

gaps = [[b"x" * size for _ in range(1000)] for size in range(0, 4000, 50)]
for some in gaps: del some[::2]
cycle = Node(None); cycle.other = Node(cycle)
text, held = "not interned " * 3, {"key": ["value " * 3, (1.5, "in a tuple" * 2)]}

def free_bytes():
    state = sharing._libc.mallinfo2()
    return sum(size * free for size, free in sharing._free_blocks()), state.fordblks - state.top_bytes

sharing._libc.mallinfo2.restype = sharing._HeapState
before = free_bytes()
sharing.keep_shared()
after = free_bytes()
never_freed = [sys.getrefcount(each) for each in (text, held, held["key"], held["key"][1][1], cycle, Node, len)]

ended = []
later = Node(cycle)
weakref.finalize(later, ended.append, "by count")
del later
pair = Node(None); pair.other = pair
weakref.finalize(pair, ended.append, "by collection")
del pair
gc.collect()
held["key"].append([]); held["new"] = text + "!"; cycle.other = None
print(json.dumps([before, after, [count >= 2**31 for count in never_freed], ended, held["key"][-1]]))
sys.exit(7)
"""


def run(identifier: str) -> Any:
    try:
        interpreter = find_runtime(identifier).command[0]
    except RuntimeUnavailableError as error:
        pytest.skip(str(error))
    folder = str(Path(lambda_runtime.__file__).parent / "python_runtime")
    process = subprocess.run(
        [interpreter, "-c", SCRIPT], env={"PYTHONPATH": folder}, capture_output=True, text=True, check=False
    )
    assert process.returncode == 7, process.stderr
    return json.loads(process.stdout)


@pytest.mark.parametrize("identifier", ["python3.12", "python3.13"])
def test_what_is_there_stays_as_it_is_and_what_comes_is_put_beside_it(identifier: str) -> None:
    (objects_before, heap_before), (objects_after, heap_after), immortal, ended, appended = run(identifier)
    # Not all: counting takes a few, too.
    assert objects_after < objects_before / 10
    assert heap_after < heap_before / 10
    assert all(immortal)
    assert ended == ["by count", "by collection"], "new objects live as ever"
    assert appended == []
