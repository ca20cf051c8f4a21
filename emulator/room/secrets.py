"""The secret access keys with which other machines may sign."""

from __future__ import annotations

import logging
import os
import re
from functools import lru_cache
from pathlib import Path

from emulator.console.guard import TOKEN
from emulator.room import learners

LOG = logging.getLogger(__name__)

_ACCOUNT = re.compile(r"[0-9]{12}")


def secrets_of(access_key_id: str, token: str = TOKEN) -> list[str]:
    """What opens an account by its number: its learner's secret, and the token, which opens everything."""
    if not _ACCOUNT.fullmatch(access_key_id):
        return []
    own = _of_room(Path(os.environ.get("PETRI_ROOM_FILE", "")))
    return [secret for secret in (own.get(access_key_id), token) if secret]


def _of_room(file: Path) -> dict[str, str]:
    try:
        status = file.stat()
    except OSError:
        return {}
    return _read(file, status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=1)
def _read(file: Path, _changed_ns: int, _inode: int) -> dict[str, str]:
    """By account id; read again when the file is another."""
    try:
        return {each.account_id: each.secret for each in learners.read(file)}
    except (OSError, ValueError):
        LOG.exception("The room's keys cannot be read")
        return {}
