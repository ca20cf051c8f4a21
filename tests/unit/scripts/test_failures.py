from __future__ import annotations

import errno

import pytest
from botocore.exceptions import EndpointConnectionError, ProfileNotFound

from infra.errors import StackError
from scripts.errors import PetriError
from scripts.failures import sentence


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PetriError("Do this."), "Do this."),
        (StackError("Do that."), "Do that."),
        (ProfileNotFound(profile="work"), "There is no AWS profile work"),
        (EndpointConnectionError(endpoint_url="http://x/"), "Nothing answers at http://x/"),
        (OSError(errno.ENOSPC, "No space left on device", "/a/b"), "The disk is full: there is no room for /a/b"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/a"), "/a may not be read or written by you"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/a"), "There is no file /a"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "/a"), "/a is a folder"),
        (KeyError("x"), "This is a mistake in Petri: KeyError: 'x'"),
    ],
)
def test_what_happened_is_said_in_one_line(error: Exception, said: str) -> None:
    assert sentence(error).startswith(said)
    assert "\n" not in sentence(error)
