"""The packages of a bundle, in place of the registries: pip and uv read the folder, npm a server on loopback.

So there is one way to install, with the same lock files and hashes, whether the packages are far or near. Standard
library only.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from scripts.setup.layout import BUNDLED_PACKAGES, ROOT

MANIFEST = BUNDLED_PACKAGES / "manifest.json"
PYTHON_PACKAGES = BUNDLED_PACKAGES / "python"
NPM_PACKAGES = BUNDLED_PACKAGES / "npm"
ADVICE = f"Without the folder {BUNDLED_PACKAGES} set-up uses the network again."


def is_bundled() -> bool:
    """Whether this checkout came out of a bundle, and still has its packages."""
    return MANIFEST.exists()


@dataclass(frozen=True)
class NpmPackage:
    """One archive as npm's registry has it."""

    name: str
    version: str
    integrity: str
    """Its subresource integrity, as the lock file says it: ``sha512-…``."""

    @property
    def archive(self) -> str:
        """The last part of its address in a registry."""
        return f"{self.name.rpartition('/')[2]}-{self.version}.tgz"

    @property
    def file(self) -> str:
        """Its file in a bundle; the names of two packages may differ in their scope alone."""
        return f"{self.name.replace('/', '+')}-{self.version}.tgz"


def variables() -> dict[str, str]:
    """The environment in which pip, uv and npm find everything here, whatever they are configured with."""
    return {
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_FIND_LINKS": str(PYTHON_PACKAGES),
        "PIP_NO_INDEX": "1",
        "UV_FIND_LINKS": str(PYTHON_PACKAGES),
        "UV_NO_CONFIG": "1",
        "UV_OFFLINE": "1",
        "npm_config_noproxy": "127.0.0.1",
        "npm_config_registry": _npm_registry(),
    }


@cache
def _npm_registry() -> str:
    """Serve the npm packages until this process ends; returns the registry's URL."""
    server = _Server(("127.0.0.1", 0), _Registry)
    threading.Thread(target=server.serve_forever, name="npm-registry", daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


@cache
def _npm_packages() -> dict[str, list[NpmPackage]]:
    packages: dict[str, list[NpmPackage]] = {}
    for entry in json.loads(MANIFEST.read_text())["npm"]:
        package = NpmPackage(**entry)
        packages.setdefault(package.name, []).append(package)
    return packages


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that was ended in the middle of an answer is no news."""


class _Registry(BaseHTTPRequestHandler):
    """As much of npm's registry as `npm ci` and `npm pack` ask for: a package's versions, and their archives."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer one request."""
        name, _, archive = unquote(self.path.partition("?")[0]).removeprefix("/").partition("/-/")
        packages = _npm_packages().get(name, [])
        if not archive and packages:
            self._answer(HTTPStatus.OK, "application/json", json.dumps(self._versions(packages)).encode())
            return
        for package in packages:
            if package.archive == archive:
                self._answer(HTTPStatus.OK, "application/octet-stream", (NPM_PACKAGES / package.file).read_bytes())
                return
        message = f"{name} {archive} is not in the bundle from which {ROOT} was installed. {ADVICE}"
        self._answer(HTTPStatus.NOT_FOUND, "application/json", json.dumps({"error": message}).encode())

    def _versions(self, packages: list[NpmPackage]) -> dict[str, Any]:
        return {
            "name": packages[0].name,
            "dist-tags": {"latest": packages[-1].version},
            "versions": {
                package.version: {
                    "name": package.name,
                    "version": package.version,
                    "dist": {
                        "integrity": package.integrity,
                        "tarball": f"http://{self.headers['Host']}/{package.name}/-/{package.archive}",
                    },
                }
                for package in packages
            },
        }

    def _answer(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: npm does."""
