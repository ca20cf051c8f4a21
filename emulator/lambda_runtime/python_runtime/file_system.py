"""The file system of execution environments: /var/task and /opt, read-only, and a /tmp that nobody else has.

The rest is the machine's. A zygote (see zygote.py) has prepared it in a mount namespace of its own, so that a new
process only has to mount what is its own. Nothing of that is seen outside, and nothing is left when the last process
has ended. Linux only; standard library only.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass

import mounts  # type: ignore[import-not-found]  # beside this file

TASK = "/var/task"
OPT = "/opt"
TMP = "/tmp"  # noqa: S108 - this is about the folder itself
# While a process is being made, /tmp has the machine's own root and the contents of all environments' /tmp.
_HOST = "/tmp/host"  # noqa: S108
_STORAGES = "/tmp/storages"  # noqa: S108


@dataclass(frozen=True)
class Wanted:
    """What a process is to find. Paths are the machine's, without symbolic links."""

    code: str
    """The folder for /var/task."""
    layers: list[str]
    """The folders that /opt has beside what the machine has there, those first whose files count more."""
    storage: str
    """The name of the execution environment, whose processes have the same /tmp one after the other."""
    megabytes: int
    """How much there can be in /tmp."""
    kept: list[str]
    """Files and folders in the machine's /tmp that have to be seen."""


class FileSystem:
    """That of a zygote. Make it once, when there is no other thread."""

    def __init__(self) -> None:
        """Leave the machine's mounts. Raises OSError where that is not allowed; better try it in another process."""
        self._in_user_namespace = _leave_namespaces()
        mounts.mount("none", "/", flags=mounts.RECURSIVE | mounts.SLAVE)
        root = TMP
        mounts.mount("root", root, "tmpfs", options="mode=755")
        for folder, replaced in (("/", {"tmp", "var"}), ("/var", {"task"})):
            for name in set(os.listdir(folder)) - replaced:
                _show(f"{folder.rstrip('/')}/{name}", f"{root}{folder.rstrip('/')}/{name}")
            if folder == "/":
                os.mkdir(f"{root}/var")
        os.mkdir(root + TASK)
        if os.path.isdir(root + OPT):
            mounts.make_read_only(root + OPT)
        else:
            os.mkdir(root + OPT)
        os.mkdir(root + TMP)
        mounts.mount("storages", root + TMP, "tmpfs", options="mode=755")
        os.mkdir(root + _HOST)
        os.mkdir(root + _STORAGES)
        mounts.pivot_root(root, root + _HOST)
        os.chdir("/")
        mounts.make_read_only("/")

    def provide_storage(self, name: str, megabytes: int) -> None:
        """Have what will be /tmp in the processes of an execution environment."""
        folder = f"{_STORAGES}/{name}"
        with suppress(FileExistsError):
            os.mkdir(folder)
            mounts.mount("tmp", folder, "tmpfs", mounts.NO_SUID | mounts.NO_DEVICES, f"mode=1777,size={megabytes}m")

    def remove_storage(self, name: str) -> None:
        """Forget it; what is in it stays for a process that still has it."""
        folder = f"{_STORAGES}/{name}"
        with suppress(FileNotFoundError):
            mounts.detach(folder)
            os.rmdir(folder)

    def enter(self, wanted: Wanted) -> None:
        """Find everything in its place, in this process; the storage must be there."""
        mounts.unshare(mounts.NEW_MOUNTS)
        mounts.bind(_HOST + wanted.code, TASK)
        mounts.make_read_only(TASK)
        if wanted.layers:
            # The machine's own /opt may have the interpreter.
            lower = ":".join(_escaped(path) for path in (*(_HOST + layer for layer in wanted.layers), OPT))
            mounts.mount("opt", OPT, "overlay", mounts.READ_ONLY, f"lowerdir={lower}")
        storage = f"{_STORAGES}/{wanted.storage}"
        for path in wanted.kept:
            _show(_HOST + path, storage + path.removeprefix(TMP))
        # /tmp must be free of all else before it takes its place.
        mounts.move(storage, TASK)
        mounts.detach(TMP)
        mounts.move(TASK, TMP)
        if self._in_user_namespace:
            mounts.drop_capabilities()


def why_not() -> str:
    """Why there can be no such file system here; empty if there can."""
    read, write = os.pipe()
    if not (process_id := os.fork()):
        folder = os.path.dirname(os.path.realpath(__file__))
        try:
            file_system = FileSystem()
            file_system.provide_storage("probe", 1)
            file_system.enter(Wanted(folder, [folder], "probe", 1, []))
            os.listdir(TASK)
        except OSError as error:
            os.write(write, str(error).encode())
        finally:
            os._exit(0)
    os.close(write)
    why = os.read(read, 4096).decode()
    os.close(read)
    os.waitpid(process_id, 0)
    return why


def _leave_namespaces() -> bool:
    """Whether that took a user namespace, in which this process may do as it likes."""
    try:
        mounts.unshare(mounts.NEW_MOUNTS)
    except PermissionError:
        user, group = os.geteuid(), os.getegid()
        mounts.unshare(mounts.NEW_USERS | mounts.NEW_MOUNTS)
        for name, content in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(content)
        return True
    return False


def _show(source: str, target: str) -> None:
    """Let what is at ``source`` be at ``target`` too, where nothing is yet."""
    if os.path.islink(source):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with suppress(FileExistsError):
            os.symlink(os.readlink(source), target)
        return
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
    mounts.bind(source, target)


def _escaped(path: str) -> str:
    """As overlayfs wants it in its list."""
    for character in "\\:,":
        path = path.replace(character, f"\\{character}")
    return path
