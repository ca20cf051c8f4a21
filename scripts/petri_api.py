"""What the emulator itself tells under ``/_petri/`` and ``/_localstack/``."""

from __future__ import annotations

import json
import socket
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from scripts.errors import PetriError

_TIMEOUT_SECONDS = 10.0


def get(endpoint: str, path: str) -> Any:
    """The JSON under ``endpoint/_petri/path``. Raises PetriError with the emulator's reason, or that none answers."""
    status, body = _request(endpoint, f"/_petri/{path}")
    try:
        answer = json.loads(body)
    except ValueError:
        raise another_program(endpoint) from None
    if status >= 400:
        raise PetriError(str(answer.get("message") or f"The emulator at {endpoint} answered with status {status}."))
    return answer


def require_emulator(endpoint: str) -> None:
    """Raise PetriError unless an emulator answers at ``endpoint``."""
    status, body = _request(endpoint, "/_localstack/health")
    if status != 200 or b'"services"' not in body:
        raise another_program(endpoint)


def require_answer(endpoint: str) -> None:
    """Raise PetriError unless somebody listens at ``endpoint``, which AWS_ENDPOINT_URL names."""
    scheme, _, *_ = parts = urlsplit(endpoint)
    try:
        host, port = parts.hostname, parts.port or (443 if scheme == "https" else 80)
    except ValueError:
        host, port = None, 0
    if scheme not in ("http", "https") or not host:
        raise PetriError(f"AWS_ENDPOINT_URL is {endpoint}, which is no URL like http://localhost:4566: correct it.")
    try:
        socket.create_connection((host, port), _TIMEOUT_SECONDS).close()
    except OSError as error:
        raise PetriError(
            f"Nothing answers at {endpoint}, which AWS_ENDPOINT_URL names. Start what should, or unset it."
        ) from error


def another_program(endpoint: str) -> PetriError:
    """The error to raise when what answers is not the emulator."""
    port = urlsplit(endpoint).port
    return PetriError(
        f"At {endpoint} another program answers, not Petri: end it, or choose another port for Petri "
        f"(PETRI_PORT={(port or 80) + 1} petri up)."
    )


def _request(endpoint: str, path: str) -> tuple[int, bytes]:
    scheme, address, *_ = urlsplit(endpoint)
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(address, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except TimeoutError:
        raise PetriError(
            f"What listens at {endpoint} does not answer within {_TIMEOUT_SECONDS:.0f} seconds. If it is Petri, start "
            "it anew: petri down && petri up"
        ) from None
    except HTTPException:
        raise another_program(endpoint) from None
    except OSError as error:
        raise PetriError(f"Petri is not running: nothing answers at {endpoint}. Start it with `petri up`.") from error
    finally:
        connection.close()
