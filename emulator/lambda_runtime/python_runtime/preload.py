"""What a zygote (see zygote.py) has loaded before it forks: the runtime client and the AWS SDK.

Loading them is nearly all of a cold start. A function must not notice, so this also knows what may not be shared.
Standard library only until `load` is called.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

# What functions of a realtime application talk to: the models of these services are read ahead.
SERVICES = (
    "apigatewaymanagementapi",
    "dynamodb",
    "events",
    "lambda",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "stepfunctions",
    "sts",
)

# Not awslambdaric.bootstrap and lambda_runtime_client: they read the environment as soon as they are imported.
_MODULES = (
    "awslambdaric.lambda_config",
    "awslambdaric.lambda_context",
    "awslambdaric.lambda_runtime_exception",
    "awslambdaric.lambda_runtime_log_utils",
    "awslambdaric.lambda_runtime_marshaller",
    "concurrent.futures.thread",
    "http.client",
    "boto3.dynamodb.conditions",
    "boto3.session",
)

# Read once, when a process starts, by the loader, the C library and the interpreter, and in `load` by the SDK.
READ_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "GLIBC_", "MALLOC_", "OPENSSL_", "HOME", "AWS_EXECUTION_ENV")


class _MissingModules:
    """A finder at the end of all, which is asked for what nobody else has found."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        self.names.add(name)


def load(already_there: set[str]) -> frozenset[str]:
    """Import and read everything.

    Gives the top-level names of the modules that a function would be the first to import, or to find missing, in a
    process of its own. ``already_there`` are those of which it would not.
    """
    missing = _MissingModules()
    sys.meta_path.append(missing)
    for name in _MODULES:
        importlib.import_module(name)
    _read_service_models()
    sys.meta_path.remove(missing)
    return frozenset(name.partition(".")[0] for name in (set(sys.modules) | missing.names) - already_there)


def must_start_alone(environment: dict[str, str], folders: list[str], loaded: frozenset[str]) -> bool:
    """Whether a function needs a fresh interpreter, because what is loaded here is not what it would load.

    It does if one of its ``folders`` (those in front of the runtime's packages) has something of the same name, such
    as an SDK of its own, if it has shared libraries to be found by the loader, or sets what is read at the start.
    """
    if _read_at_start(environment) != _read_at_start(os.environ):
        return True
    ours = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    libraries = [path for path in environment.get("LD_LIBRARY_PATH", "").split(":") if path not in ours]
    return any(".so" in name for path in libraries for name in _names(path)) or any(
        name.partition(".")[0] in loaded for path in folders for name in _names(path)
    )


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - pathlib is slow to import
    except OSError:
        return []


def _read_at_start(environment: Any) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(READ_AT_START) and name != "LD_LIBRARY_PATH"
    }


def _read_service_models() -> None:
    """Create clients as a function would, and keep what the SDK has read for the first session of each function."""
    import boto3.session
    import botocore.loaders
    import botocore.session

    loader = botocore.loaders.Loader()
    core = botocore.session.Session()
    core.register_component("data_loader", loader)
    builtin = list(loader.search_paths)
    # Credentials and region, so that it looks for none; nothing is sent.
    session = boto3.session.Session("-", "-", region_name="us-east-1", botocore_session=core)
    for service in SERVICES:
        session.client(service, endpoint_url="http://127.0.0.1:1")  # type: ignore[call-overload]
    session.resource("dynamodb", endpoint_url="http://127.0.0.1:1")
    # boto3 has added its own folder, and will again.
    loader.search_paths[:] = builtin
    _hand_out_once(loader, botocore.session.Session())


def _hand_out_once(loader: Any, session: Any) -> None:
    """Give whoever is the first to make an ordinary loader or session these two; all others make one, as ever.

    So nothing is shared that would not be in a process of its own. Of the environment a new session has read one
    variable (see READ_AT_START).
    """
    module: Any = importlib.import_module("botocore.session")
    create_loader, get_session = module.create_loader, module.get_session

    def create_first_loader(search_path_string: str | None = None) -> Any:
        if search_path_string or any(os.path.isdir(path) for path in _paths_outside(loader)):  # noqa: PTH112
            return create_loader(search_path_string)
        module.create_loader = create_loader
        return loader

    def get_first_session(env_vars: dict[str, Any] | None = None) -> Any:
        if env_vars is not None:
            return get_session(env_vars)
        module.get_session = get_session
        return session

    module.create_loader, module.get_session = create_first_loader, get_first_session


def _paths_outside(loader: Any) -> list[str]:
    """Folders in which a developer can have models: none of them was there."""
    return [path for path in loader.search_paths if not loader.is_builtin_path(path)]
