"""What people read when a command fails: one sentence that says what happened and what to do."""

from __future__ import annotations

import errno
import sys

from scripts.errors import PetriError

BUG = "This is a mistake in Petri: {kind}: {error}. Run the command again with --debug to see where, and report it."


def sentence(error: Exception) -> str:
    """The sentence for an error."""
    if isinstance(error, PetriError):
        return str(error)
    # Nobody can have raised an error of AWS who has not imported its kit, which takes long.
    if "infra.errors" in sys.modules or "botocore" in sys.modules:
        from infra.errors import PROVISIONING_ERRORS, StackError, explain

        if isinstance(error, (StackError, *PROVISIONING_ERRORS)):
            return explain(error)
    if describe := getattr(error, "format_message", None):
        # Typer's, about the command line. Their class has no public name.
        return f"{describe()} See --help."
    if isinstance(error, OSError):
        return _of_the_system(error)
    return BUG.format(kind=type(error).__name__, error=error)


def _of_the_system(error: OSError) -> str:
    where = str(error.filename) if error.filename else "what should be written"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return (
                f"The disk is full: there is no room for {where}. Free some (`petri doctor` tells how much there is)."
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"{where} may not be read or written by you ({error.strerror}). Look who owns it."
        case errno.ENOENT:
            return f"There is no file {where}."
        case errno.EISDIR:
            return f"{where} is a folder, not a file."
        case errno.EMFILE | errno.ENFILE:
            return f"Too many files are open ({error.strerror}): raise the limit with `ulimit -n 4096`."
        case _:
            return BUG.format(kind=type(error).__name__, error=error)
