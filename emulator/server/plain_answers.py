"""Answers that are written as LocalStack's gateway writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack import config

from emulator.execute_api.status_line import set_status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulator.server.http_channel import LimitedRequest


def write_answer(request: LimitedRequest, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Send an answer whose headers have exactly these names. On the reactor's thread."""
    set_status(request, status)
    own = {"x-localstack": "true"} if config.LOCALSTACK_RESPONSE_HEADER_ENABLED else {}
    for name, value in {**headers, "Content-Length": str(len(body)), **own}.items():
        request.responseHeaders.addRawHeader(name, value)
        request.responseHeaders.rememberHeaderCasing(name.encode())
    request.write(body)
    request.finish()
