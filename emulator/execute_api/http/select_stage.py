"""Which stage a path is for."""

from __future__ import annotations

from urllib.parse import unquote

from emulator.execute_api.http.model import HttpCall, NotFoundError

DEFAULT_STAGE = "$default"


def select_stage(call: HttpCall) -> None:
    """The first path segment when it names a stage, else ``$default`` at the root (row B01), else 404 (row B02)."""
    first, slash, rest = call.request.path.removeprefix("/").partition("/")
    stage_name = unquote(first)
    if stage_name != DEFAULT_STAGE and stage_name in call.api.stages:
        resource_path = slash + rest or "/"
    elif DEFAULT_STAGE in call.api.stages:
        stage_name, resource_path = DEFAULT_STAGE, call.request.path
    else:
        raise NotFoundError
    snapshot = call.api.deployed(stage_name)
    if snapshot is None:
        raise NotFoundError
    call.stage, call.snapshot, call.resource_path = call.api.stages[stage_name], snapshot, resource_path
