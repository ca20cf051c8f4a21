"""Keeps the memory of a zygote (see zygote.py) shared with the processes that it forks. CPython on Linux only.

A page is shared until somebody writes to it, and CPython writes where one would not expect it: whoever looks at an
object counts a reference in it, and a new object is put into whichever gap there is between old ones. A process that
makes its first client of the AWS SDK allocates 0.4 MB, and would copy 10.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys

# The count of an immortal object (PEP 683) has this bit, and is never changed.
_IMMORTAL = 1 << 31

_LARGEST_GAP = 64 * 1024
_SMALLEST_GAP = 32

_libc = ctypes.CDLL(None)


def keep_shared() -> None:
    """All objects there are now stay where and as they are; what is made later is put beside them."""
    gc.collect()
    _make_immortal()
    # Collections would write into each object, too.
    gc.freeze()
    _fill_object_gaps()
    _fill_heap_gaps()


def _make_immortal() -> None:
    """Have nobody count references to the objects there are: what PEP 683 made immortal objects for.

    Python has no function for it before 3.15. An object's memory begins with the count, in 32 bits or more.
    """
    count_of = ctypes.c_uint32.from_address
    immortal = count_of(id(None)).value
    probe = object()
    if not immortal & _IMMORTAL or count_of(id(probe)).value != sys.getrefcount(probe) - 1:
        return  # not as in the versions that we know
    objects = gc.get_objects()
    while objects:
        counted = []
        for each in objects:
            count = count_of(id(each))
            if not count.value & _IMMORTAL:
                count.value = immortal
                counted.append(each)
        objects = gc.get_referents(*counted)


def _fill_object_gaps() -> None:
    """Take what is free among small objects, for good."""
    allocate = ctypes.pythonapi.PyObject_Malloc
    allocate.restype, allocate.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    for size, free in _free_blocks():
        for _ in range(free):
            allocate(size)


def _free_blocks() -> list[tuple[int, int]]:
    """Sizes in bytes, and how many blocks of each are free. CPython only prints them, among other figures."""
    printed, standard_error = os.memfd_create("malloc-stats"), os.dup(2)
    os.dup2(printed, 2)
    try:
        sys._debugmallocstats()
    finally:
        os.dup2(standard_error, 2)
        os.close(standard_error)
    with open(printed, "rb") as file:  # noqa: PTH123 - a descriptor
        file.seek(0)
        rows = [line.split() for line in file]
    # Class, size, pools, blocks in use, blocks available.
    return [(int(row[1]), int(row[4])) for row in rows if len(row) == 5 and all(map(bytes.isdigit, row))]


class _HeapState(ctypes.Structure):
    """``struct mallinfo2`` of the C library."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "mapped_blocks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "top_bytes"),
        )
    )


def _fill_heap_gaps() -> None:
    """Take what is free in the C library's heap below its end, for good, from the largest gaps to the smallest."""
    try:
        state = _libc.mallinfo2
    except AttributeError:
        return  # not GNU's, or an old one
    state.restype = _HeapState
    _libc.malloc.restype, _libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    _libc.free.restype, _libc.free.argtypes = None, [ctypes.c_void_p]
    _libc.sbrk.restype, _libc.sbrk.argtypes = ctypes.c_void_p, [ctypes.c_ssize_t]
    # Where there has been nothing yet. What the library maps for itself is above it, too.
    end = _libc.sbrk(0) - state().top_bytes
    size = _LARGEST_GAP
    while size >= _SMALLEST_GAP:
        block = _libc.malloc(size)
        if block >= end:
            # No gap of that size is left.
            _libc.free(block)
            size = min(size * 15 // 16, size - 16)
