#!/bin/sh
# Print the path of a Python 3.13 that really runs (a version manager's shim may exist and fail).
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)

# A default (not free-threaded) CPython 3.13 prints its path, from inside a virtual environment that of the Python
# behind it; anything else prints nothing.
try() {
    "$1" -I -c '
import sys, sysconfig
wanted = sys.implementation.name == "cpython" and sys.version_info[:2] == (3, 13)
if wanted and not sysconfig.get_config_var("Py_GIL_DISABLED"):
    print(sys._base_executable)
' 2>/dev/null || :
}

found() {
    python=$(try "$1")
    [ -n "$python" ] || return 1
    printf '%s\n' "$python"
    exit 0
}

if [ -n "${PETRI_PYTHON:-}" ]; then
    found "$PETRI_PYTHON" || :
    echo "PETRI_PYTHON is $PETRI_PYTHON, which is not a CPython 3.13 that runs: correct it, or unset it." >&2
    exit 1
fi

# The one that set up this checkout comes first, so that changing the default Python later changes nothing here.
for candidate in "$root/.tools/setup/bin/python" python3.13 python3 python; do
    found "$candidate" || :
done
for candidate in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.13.*/bin/python3.13; do
    found "$candidate" || :
done
if command -v uv >/dev/null 2>&1; then
    candidate=$(uv python find --no-python-downloads --no-project 3.13 2>/dev/null || :)
    [ -z "$candidate" ] || found "$candidate" || :
fi

echo "Petri needs Python 3.13, and none was found: install it (apt install python3.13 python3.13-venv," \
    "brew install python@3.13, pyenv install 3.13, or uv python install 3.13), or name one with" \
    "PETRI_PYTHON=/path/to/python3.13." >&2
exit 1
