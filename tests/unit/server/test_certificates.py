"""The local certificate authority."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from emulator.server.certificates import ensure_certificates

if TYPE_CHECKING:
    from pathlib import Path


def test_made_once_and_private(tmp_path: Path) -> None:
    authority, server = tmp_path / "tls" / "ca.pem", tmp_path / "tls" / "server.pem"
    ensure_certificates(authority, server)
    before = authority.read_bytes(), server.read_bytes()
    ensure_certificates(authority, server)
    assert (authority.read_bytes(), server.read_bytes()) == before
    assert server.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE KEY" not in authority.read_text()
    # Both load where they are used.
    ssl.create_default_context(cafile=str(authority))
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(server)
