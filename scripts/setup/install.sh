#!/bin/sh
# Set up Petri from the packages that came with it. Needs Python 3.13, Node.js and make, and no network.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ -f "$root/scripts/setup/find_python.sh" ] && [ -f "$root/scripts/setup/from_bundle.py" ] || {
    echo "This bundle is not complete: copy the archive again, and unpack all of it." >&2
    exit 2
}
python=$(sh "$root/scripts/setup/find_python.sh") || exit 2
exec "$python" -I "$root/scripts/setup/from_bundle.py"
