"""The environment variables that make LocalStack in host mode the Petri emulator.

One place for every setting, each with its reason. ``petri up`` starts ``python -m localstack.runtime.main`` with them.
"""

from __future__ import annotations

import os
from pathlib import Path

# The services a realtime application and its tools use. LocalStack refuses calls to any other by name.
SERVICES = (
    "apigateway",
    "apigatewayv2",
    "cloudformation",
    "cloudwatch",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "iam",
    "kinesis",
    "lambda",
    "logs",
    "s3",
    "scheduler",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "stepfunctions",
    "sts",
)


def is_loopback(host: str) -> bool:
    """Whether who listens on this interface hears this machine alone."""
    return host in ("localhost", "::1") or host.startswith("127.")


def listens_to_loopback(host: str) -> bool:
    """Whether who listens on this interface hears what is sent to 127.0.0.1."""
    return host in ("0.0.0.0", "::") or is_loopback(host)  # noqa: S104


def emulator_environment(host: str, port: int, state_dir: Path) -> dict[str, str]:
    """The whole environment of an emulator process that listens on ``host:port`` and keeps its state in ``state_dir``.

    Of the caller's environment only Petri's own settings are inherited, none of AWS's or LocalStack's: two machines run
    the same emulator.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "TMPDIR", "DEBUG", "ENFORCE_IAM") or name.startswith("PETRI_")
    }
    return {
        **inherited,
        # One's own functions and commands come by loopback, whichever interface others come by.
        "GATEWAY_LISTEN": ",".join(
            f"{each}:{port}" for each in ([host] if listens_to_loopback(host) else [host, "127.0.0.1"])
        ),
        "GATEWAY_SERVER": "petri",
        "LAMBDA_RUNTIME_EXECUTOR": "petri",
        "PROVIDER_OVERRIDE_CLOUDWATCH": "petri",
        "PROVIDER_OVERRIDE_DYNAMODB": "petri",
        "PROVIDER_OVERRIDE_DYNAMODBSTREAMS": "petri",
        "PROVIDER_OVERRIDE_LAMBDA": "petri",
        "PROVIDER_OVERRIDE_LOGS": "petri",
        "PROVIDER_OVERRIDE_S3": "petri",
        "SERVICES": ",".join(SERVICES),
        # Everything LocalStack writes goes below the state folder; with PERSISTENCE its data folder is kept there too.
        "FILESYSTEM_ROOT": str(state_dir),
        "PERSISTENCE": "1",
        # A container engine around us must not change where files go.
        "OVERRIDE_IN_DOCKER": "0",
        # Never the network: no DNS server, no usage events, no certificate downloads.
        "DNS_ADDRESS": "0",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        # LocalStack takes a browser's calls from localhost alone; the console also works under the address itself.
        "EXTRA_CORS_ALLOWED_ORIGINS": ",".join(
            f"{scheme}://{name}:{port}" for scheme in ("http", "https") for name in sorted({"127.0.0.1", host})
        ),
        "LOCALSTACK_HOST": f"localhost.localstack.cloud:{port}",
        # Our own certificate authority, made at the first start (emulator/server/certificates.py).
        "CUSTOM_SSL_CERT_PATH": str(state_dir / "tls" / "server.pem"),
        "PETRI_CA_BUNDLE": str(state_dir / "tls" / "ca.pem"),
        "PETRI_TRUST_BUNDLE": str(state_dir / "tls" / "ca-and-public.pem"),
    }
