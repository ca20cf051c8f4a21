#!/bin/sh
# Make this checkout ready to run: does what is missing, and nothing when all is there. Options: see main.py.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
python=$("$root/scripts/setup/find_python.sh")
exec "$python" -I "$root/scripts/setup/main.py" "$@"
