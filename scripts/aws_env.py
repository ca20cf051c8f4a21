"""Makes this process, and what it starts, an AWS client of the emulator."""

from __future__ import annotations

import os

from scripts import container, emulator
from scripts.emulator_process import EmulatorCommand
from scripts.errors import PetriError
from scripts.network import ALL_INTERFACES
from scripts.state_folder import DEFAULT_STATE_FOLDER, StateFolder

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 4566
REGION = "eu-west-1"

# What would send a client elsewhere, or make it look for credentials elsewhere.
_MISLEADING = (
    "AWS_DEFAULT_PROFILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_PROFILE",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
)


def use_emulator(endpoint: str | None = None) -> None:
    """Point boto3, the AWS CLI and other SDKs at ``endpoint``, with credentials that open nothing.

    Without an endpoint it is the one PETRI_HOST and PETRI_PORT name, else that of the emulator that runs, else
    http://127.0.0.1:4566.
    """
    for name in [name for name in os.environ if name in _MISLEADING or name.startswith("AWS_ENDPOINT_URL")]:
        del os.environ[name]
    os.environ.update(
        AWS_ENDPOINT_URL=endpoint or _endpoint(),
        AWS_REGION=REGION,
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106
        AWS_EC2_METADATA_DISABLED="true",
        # No configuration files, and no proxy between this machine and itself.
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    )
    direct = [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "localhost", "127.0.0.1"]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, direct))


def _endpoint() -> str:
    if "PETRI_HOST" in os.environ or "PETRI_PORT" in os.environ:
        host, port = (
            os.environ.get("PETRI_HOST", DEFAULT_HOST),
            port_number("PETRI_PORT", os.environ.get("PETRI_PORT", str(DEFAULT_PORT))),
        )
        if host in (DEFAULT_HOST, ALL_INTERFACES):
            return f"http://{DEFAULT_HOST}:{port}"
        # If that is an interface of this machine, by loopback: from elsewhere one needs a key.
        own = emulator.find(StateFolder(DEFAULT_STATE_FOLDER))
        is_here = own is not None and (own.command.host, own.command.port) == (host, port)
        return own.command.url if own and is_here else f"http://{host}:{port}"
    if running := emulator.find(StateFolder(DEFAULT_STATE_FOLDER)):
        host, port = running.command.host, running.command.port
    elif contained := container.find(StateFolder(DEFAULT_STATE_FOLDER)):
        host, port = DEFAULT_HOST, contained.port
    else:
        host, port = DEFAULT_HOST, DEFAULT_PORT
    return EmulatorCommand(StateFolder(DEFAULT_STATE_FOLDER), host, port).url


def port_number(variable: str, text: str) -> int:
    """The port that an environment variable names. Raises PetriError."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise PetriError(f"{variable} is {text}, which is not a port number: correct it, or unset it.")
    return int(text)
