#!/bin/sh
# Resolve every dependency again and write the lock files, with hashes, for all platforms Petri runs on.
# Versions already locked stay; pass -U to take the newest allowed, or -P <package> for one of them.
set -eu
cd "$(dirname -- "$0")/.."
uv=.tools/setup/bin/uv
export UV_CACHE_DIR="${UV_CACHE_DIR:-.tools/cache/uv}" UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"

lock() {
    output=$1
    shift
    "$uv" pip compile --quiet --universal --generate-hashes --no-header --python-version 3.13 \
        --custom-compile-command 'make lock' -o "$output" "$@"
    echo "$output"
}

lock requirements.lock -c constraints.txt pyproject.toml "$@"
lock requirements-dev.lock -c constraints.txt --extra dev pyproject.toml "$@"
lock requirements-lambda.lock requirements-lambda.in "$@"
lock requirements-bootstrap.lock -c constraints.txt requirements-bootstrap.in "$@"
lock requirements-docker.lock requirements-docker.in "$@"
lock requirements-build.lock requirements-build.in "$@"
lock requirements-aws-target.lock requirements-aws-target.in "$@"
lock requirements-site.lock requirements-site.in "$@"
