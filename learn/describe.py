"""``python -m learn.describe application.py``: what the learner's file says, pickled on standard output.

A process of its own: what the file does while it is read, ends with it.
"""

from __future__ import annotations

import os
import pickle
import runpy
import sys
from pathlib import Path

from learn.vocabulary import Application


def main() -> None:
    """Run the file and answer with its ``application``, in the words of ``infra``."""
    answer = os.dup(1)
    os.dup2(2, 1)  # what the file prints is not the answer
    file = Path(sys.argv[1])
    application = runpy.run_path(str(file)).get("application")
    if not isinstance(application, Application):
        sys.exit("application.py must say: application = Application(…)")
    os.write(answer, pickle.dumps(application.to_infra(file.parent)))


if __name__ == "__main__":
    main()
