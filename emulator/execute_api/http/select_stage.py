"""Which stage a path is for."""

from __future__ import annotations

from urllib.parse import unquote

from emulator.execute_api.http.model import HttpCall, NotFoundError

DEFAULT_STAGE = "$default"


def select_stage(call: HttpCall) -> None:
    """The first path segment when it names a stage, else ``$default`` at the root (row B01), else 404 (row B02).

    On a custom domain its mapping has chosen the stage, which is no part of the path there (row B17).
    """
    if mapped := call.request.mapped:
        stage_name, resource_path = mapped.stage_name, mapped.path
    else:
        stage_name, resource_path = _by_path(call)
    snapshot = call.api.deployed(stage_name)
    if snapshot is None:
        raise NotFoundError
    if not call.request.mapped and snapshot.api.get("DisableExecuteApiEndpoint"):
        raise NotFoundError  # row B13
    call.stage, call.snapshot, call.resource_path = call.api.stages[stage_name], snapshot, resource_path


def _by_path(call: HttpCall) -> tuple[str, str]:
    first, slash, rest = call.request.path.removeprefix("/").partition("/")
    stage_name = unquote(first)
    if stage_name != DEFAULT_STAGE and stage_name in call.api.stages:
        return stage_name, slash + rest or "/"
    if DEFAULT_STAGE in call.api.stages:
        return DEFAULT_STAGE, call.request.path
    raise NotFoundError
