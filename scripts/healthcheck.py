"""What a container engine asks: exit code 0 when the emulator of this container answers. Standard library only."""

from __future__ import annotations

import os
import sys
from urllib.error import URLError
from urllib.request import urlopen

_SECONDS = 4.0


def main() -> int:
    """Ask once."""
    try:
        with urlopen(f"http://127.0.0.1:{os.environ['PETRI_PORT']}/_localstack/health", timeout=_SECONDS):
            return 0
    except (URLError, OSError) as error:
        print(f"The emulator does not answer: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
