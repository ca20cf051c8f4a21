"""``python -m infra deploy|remove|outputs``: provisioning from any shell, against the endpoint of the environment."""

from __future__ import annotations

import argparse
import sys

from infra import stack
from infra.aws import default_session
from infra.errors import PROVISIONING_ERRORS, StackError, explain


def main() -> int:
    """Run the command; lines about resources go to standard error, outputs as JSON to standard output."""
    parser = argparse.ArgumentParser(prog="python -m infra", description="Provision the application.")
    parser.add_argument("command", choices=["deploy", "remove", "outputs"])
    command = parser.parse_args().command
    try:
        session = default_session()
        if command == "deploy":
            print(stack.deploy(session, lambda change: print(change, file=sys.stderr)).to_json())
        elif command == "remove":
            stack.remove(session, lambda change: print(change, file=sys.stderr))
        else:
            print(stack.outputs(session).to_json())
    except (StackError, *PROVISIONING_ERRORS) as error:
        print(explain(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
