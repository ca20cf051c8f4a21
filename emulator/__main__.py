"""``python -m emulator``: LocalStack's runtime until SIGTERM, and then really the end of the process."""

from __future__ import annotations

import logging
import os
import sys

from localstack.runtime.main import main


def run() -> None:
    """Run LocalStack. Some of its threads never end (SQS's queue worker for one): do not wait for them at the end.

    When ``main`` returns, every shutdown hook has run: functions are stopped and the engine has closed its database.
    """
    try:
        main()
    except SystemExit as end:
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 1)


if __name__ == "__main__":
    run()
