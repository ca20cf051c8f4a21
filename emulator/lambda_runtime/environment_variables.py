"""The environment variables of a function's process: AWS's, the function's own, and nothing of the machine's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from emulator.lambda_runtime.runtimes import Runtime

# What LocalStack prepares as AWS has it (conformance D66). The rest of its list is for its containers.
_FROM_LOCALSTACK = (
    "AWS_ENDPOINT_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_FORMAT",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_XRAY_CONTEXT_MISSING",
    "AWS_XRAY_DAEMON_ADDRESS",
    "_AWS_XRAY_DAEMON_ADDRESS",
    "_AWS_XRAY_DAEMON_PORT",
    "TZ",
    "_HANDLER",
)

_LOG_LEVEL = "AWS_LAMBDA_LOG_LEVEL"
OPT = Path("/opt")

_PATH = ("/usr/local/bin", "/usr/bin", "/bin", "/opt/bin")
# The home of the user that functions run as on AWS: not there, so that nobody's configuration is read from it.
_HOME = "/home/sbx_user1051"

_LANGUAGE = "en_US.UTF-8"


def function_variables(
    prepared: Mapping[str, object],
    *,
    own: Mapping[str, str],
    runtime: Runtime,
    task_root: Path,
    log_group: str,
    layers: Sequence[Path] = (),
) -> dict[str, str]:
    """All variables of a function's process except ``AWS_LAMBDA_RUNTIME_API``.

    Args:
        prepared: what LocalStack made up for the environment, credentials of the function's role among it.
        own: the function's own configuration, which LocalStack has put over what it prepared, and so do we.
        runtime: the runtime the function asks for.
        task_root: the folder with its code.
        log_group: the name of its log group.
        layers: the folders of its layers, in the order in which they are searched. AWS has them merged in /opt.
    """
    reserved = {
        **{name: str(prepared[name]) for name in _FROM_LOCALSTACK if name in prepared},
        # LocalStack writes "Trace"; the runtime client knows TRACE.
        **({_LOG_LEVEL: str(prepared[_LOG_LEVEL]).upper()} if _LOG_LEVEL in prepared else {}),
        "AWS_EXECUTION_ENV": _execution_environment(runtime),
        "AWS_LAMBDA_LOG_GROUP_NAME": log_group,
        "LAMBDA_TASK_ROOT": str(task_root),
        "LAMBDA_RUNTIME_DIR": str(runtime.directory),
    }
    # The others are in the lists anyway.
    outside = [layer for layer in layers if layer != OPT]
    unreserved = {
        "LANG": _LANGUAGE,
        "LD_LIBRARY_PATH": ":".join((str(task_root), f"{task_root}/lib", *_below(outside, "lib"), "/opt/lib")),
        "PATH": ":".join((*runtime.search_path, *_below(outside, "bin"), *_PATH)),
        "PWD": str(task_root),
        "SHLVL": "0",
        "HOME": _HOME,
        **runtime.variables,
        **_layer_variables(runtime, layers),
    }
    if emulator_authority := os.environ.get("PETRI_CA_BUNDLE"):
        # AWS's SDK talks to the emulator alone, and one certificate loads in no time; others may talk to anybody.
        everybody = os.environ.get("PETRI_TRUST_BUNDLE", emulator_authority)
        unreserved["AWS_CA_BUNDLE"] = emulator_authority
        unreserved |= dict.fromkeys(("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"), everybody)
        if runtime.identifier.startswith("nodejs"):
            unreserved["NODE_EXTRA_CA_CERTS"] = emulator_authority  # beside the public ones, which Node.js has
    return {**unreserved, **own, **reserved}


def _layer_variables(runtime: Runtime, layers: Sequence[Path]) -> dict[str, str]:
    """What lets a runtime find the modules of layers, in AWS's places."""
    if not layers:
        return {}
    if runtime.identifier.startswith("nodejs"):
        outside = [layer for layer in layers if layer != OPT]
        major = runtime.identifier.removeprefix("nodejs").removesuffix(".x")
        places = _below(outside, f"nodejs/node{major}/node_modules", "nodejs/node_modules")
        return {"NODE_PATH": ":".join((*places, runtime.variables["NODE_PATH"]))}
    # For the runtime itself, which does not pass it on.
    return {"PETRI_LAYERS": ":".join(map(str, layers))}


def _below(layers: Sequence[Path], *places: str) -> list[str]:
    return [f"{layer}/{place}" for layer in layers for place in places]


def common_variables(runtime: Runtime) -> dict[str, str]:
    """Those that a process may read when it starts, as they are for nearly every function of ``runtime``."""
    return {
        "AWS_EXECUTION_ENV": _execution_environment(runtime),
        "LANG": _LANGUAGE,
        "LD_LIBRARY_PATH": "/opt/lib",
        "HOME": _HOME,
        **runtime.variables,
    }


def _execution_environment(runtime: Runtime) -> str:
    return f"AWS_Lambda_{runtime.identifier}"
