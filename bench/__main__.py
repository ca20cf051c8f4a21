"""``make bench`` measures everything; ``make bench name=http`` one thing. Each takes an emulator of its own."""

from __future__ import annotations

import sys

from bench import (
    console,
    crowd,
    deploy,
    dynamodb,
    http,
    lambda_,
    pages,
    peer,
    pipeline,
    room,
    streams,
    tracing,
    websocket,
)

_BENCHES = {
    "pipeline": pipeline,
    "deploy": deploy,
    "http": http,
    "websocket": websocket,
    "crowd": crowd,
    "peer": peer,
    "room": room,
    "lambda": lambda_,
    "dynamodb": dynamodb,
    "streams": streams,
    "tracing": tracing,
    "pages": pages,
    "console": console,
}


def main(names: list[str]) -> None:
    """Run the named measurements, or all."""
    if unknown := set(names) - set(_BENCHES):
        sys.exit(f"There is no measurement {', '.join(unknown)}. There are: {', '.join(_BENCHES)}.")
    for name in names or _BENCHES:
        _BENCHES[name].main()


if __name__ == "__main__":
    main(sys.argv[1:])
