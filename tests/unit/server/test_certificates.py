"""The local certificate authority."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from emulator.server.certificates import ensure_certificates

if TYPE_CHECKING:
    from pathlib import Path


def test_made_once_and_private(tmp_path: Path) -> None:
    authority, everybody, server = files = tuple(tmp_path / "tls" / name for name in ("ca", "everybody", "server"))
    ensure_certificates(*files)
    before = [file.read_bytes() for file in files]
    ensure_certificates(*files)
    assert [file.read_bytes() for file in files] == before
    assert authority.read_bytes() in everybody.read_bytes()
    assert server.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE KEY" not in authority.read_text()
    # Both load where they are used.
    ssl.create_default_context(cafile=str(authority))
    assert len(ssl.create_default_context(cafile=str(everybody)).get_ca_certs()) > 100
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(server)
