#!/bin/sh
# Everything that reads the code instead of running it. Reports all complaints, then fails if there was one.
cd "$(dirname -- "$0")/.." || exit 1
failed=0

check() {
    echo "> $*"
    "$@" || failed=1
}

check .venv/bin/ruff check .
check .venv/bin/ruff format --check .
check .venv/bin/mypy
check npm run --silent lint
check npm run --silent typecheck
exit $failed
