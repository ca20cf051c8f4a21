"""The local certificate authority: TLS on the emulator's port for names that only this machine knows."""

from __future__ import annotations

import os
from pathlib import Path

import certifi
import trustme

# A wildcard stands for one label, so each depth in use is listed.
HOST_NAMES = (
    "localhost",
    "localhost.localstack.cloud",
    "*.localhost.localstack.cloud",
    "*.execute-api.localhost.localstack.cloud",
    "*.execute-api.localhost",
    "127.0.0.1",
    "::1",
)


def ensure_certificates(ca_bundle: Path, trust_bundle: Path, server_pem: Path) -> None:
    """Make a certificate authority and a server certificate of it, once per state folder.

    ``ca_bundle`` is what clients trust; ``trust_bundle`` is the same with the public authorities, for clients that talk
    to other servers, too; ``server_pem`` is certificate and key for the server (mode 0600).
    The authority's key is never written: nobody can sign another certificate with it.
    """
    if all(file.exists() for file in (ca_bundle, trust_bundle, server_pem)):
        return
    authority = trustme.CA(organization_name="Petri", organization_unit_name="local development")
    server = authority.issue_cert(*HOST_NAMES)
    for target, content in (
        (server_pem, server.private_key_and_cert_chain_pem.bytes()),
        (ca_bundle, authority.cert_pem.bytes()),
        (trust_bundle, authority.cert_pem.bytes() + Path(certifi.where()).read_bytes()),
    ):
        _write_private(target, content)


def _write_private(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    partial.rename(target)
