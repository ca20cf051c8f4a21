"""HTTP calls for unit tests, as the steps before the integration leave them."""

from __future__ import annotations

from typing import Any

from emulator.execute_api.http.model import HttpCall, HttpRequest
from tests.unit.execute_api.snapshots import deployed_api, snapshot


def http_call(
    *,
    path: str = "/virus/7",
    query_string: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    path_parameters: dict[str, str] | None = None,
    **stage_variables: str,
) -> HttpCall:
    """A ``POST /virus/{id}`` to stage ``dev``."""
    frozen = snapshot("POST /virus/{id}")
    variables: Any = {"StageVariables": stage_variables} if stage_variables else {}
    api = deployed_api(frozen, **variables)
    request = HttpRequest(
        method="POST",
        path=f"/dev{path}",
        query_string=query_string,
        headers=headers,
        body=body,
        source_ip="127.0.0.1",
        domain_name="abcdefghij.execute-api.localhost:4566",
    )
    call = HttpCall(request, api)
    call.stage, call.snapshot, call.resource_path = api.stages["dev"], frozen, path
    call.route, call.path_parameters = frozen.routes["POST /virus/{id}"], path_parameters or {}
    return call
