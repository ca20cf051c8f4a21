"""Linux system calls for mount namespaces, which Python has not. All raise OSError. Standard library only."""

from __future__ import annotations

import ctypes
import os

# linux/mount.h and linux/sched.h
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXECUTION, REMOUNT = 0x1, 0x2, 0x4, 0x8, 0x20
BIND, MOVE, RECURSIVE, SLAVE = 0x1000, 0x2000, 0x4000, 0x80000
NEW_MOUNTS, NEW_USERS = 0x20000, 0x10000000
_DETACH = 0x2
_RELATIVE_TIMES = 0x200000
# statvfs has most flags of a mount where mount(2) has them, and this one elsewhere.
_SAME_FLAGS = NO_SUID | NO_DEVICES | NO_EXECUTION | os.ST_NOATIME | os.ST_NODIRATIME

# linux/capability.h
_CAPABILITY_VERSION = 0x20080522
_CAPABILITY_NUMBERS = 6

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
_libc.umount2.argtypes = (ctypes.c_char_p, ctypes.c_int)
_libc.pivot_root.argtypes = (ctypes.c_char_p, ctypes.c_char_p)


def unshare(flags: int) -> None:
    """Give this process namespaces of its own."""
    _check(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """mount(2)."""
    _check(_libc.mount(source.encode(), target.encode(), kind.encode(), flags, options.encode()), target)


def bind(source: str, target: str) -> None:
    """Let a file or a folder be at ``target`` too, with all that is mounted in it."""
    mount(source, target, flags=BIND | RECURSIVE)


def make_read_only(target: str) -> None:
    """Let nobody write through the mount at ``target``."""
    # What the mount already forbids has to be repeated.
    flags = os.statvfs(target).f_flag
    kept = flags & _SAME_FLAGS | (_RELATIVE_TIMES if flags & os.ST_RELATIME else 0)
    mount("none", target, flags=REMOUNT | BIND | READ_ONLY | kept)


def move(source: str, target: str) -> None:
    """Move a mount with all that is mounted in it."""
    mount(source, target, flags=MOVE)


def detach(target: str) -> None:
    """Unmount ``target`` with all that is mounted in it, whoever may still use it."""
    _check(_libc.umount2(target.encode(), _DETACH), target)


def pivot_root(new: str, old: str) -> None:
    """Make the mount ``new`` the root, and find the old one at ``old`` below it."""
    _check(_libc.pivot_root(new.encode(), old.encode()), new)


def drop_capabilities() -> None:
    """Give up what a user namespace has given this process."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    _check(_libc.capset(header, (ctypes.c_uint32 * _CAPABILITY_NUMBERS)()), "capset")


def _check(result: int, subject: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), subject)
