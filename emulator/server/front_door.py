"""The first decision about every request on the port: ours or LocalStack's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

from localstack.services.plugins import SERVICE_PLUGINS
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET

from emulator.console import pages
from emulator.console.guard import is_this_machine
from emulator.dynamodb_local.fast_lane.lane import FastLane
from emulator.execute_api.addressing import ABSOLUTE_TARGET, find_target
from emulator.execute_api.http import resource as http_resource
from emulator.execute_api.websocket import management, upgrade
from emulator.lambda_api.invoke_lane import InvokeLane
from emulator.live_feed import endpoints as live_feed
from emulator.room import admission
from emulator.server import opening

if TYPE_CHECKING:
    from twisted.web.resource import IResource
    from twisted.web.server import Request

    from emulator.apigatewayv2.store import Api
    from emulator.execute_api.addressing import Target
    from emulator.server.http_channel import LimitedRequest


class FrontDoor(Resource):
    """Takes requests to API Gateway v2 APIs; all others go to LocalStack's gateway.

    Runs on the reactor thread: nothing here may wait.
    """

    isLeaf = True  # noqa: N815 - Twisted's name

    def __init__(self, gateway: IResource) -> None:
        super().__init__()
        self._gateway = gateway
        self._lanes = (FastLane(gateway.render), InvokeLane(gateway.render))

    def render(self, request: LimitedRequest) -> int | bytes:
        """Answer ``request``, now or later."""
        if opening.has_to_wait(request):
            opening.answer_later(request, self.render)
            return NOT_DONE_YET
        _make_target_relative(request)
        raw_path = request.uri.partition(b"?")[0].decode("latin-1")
        target = find_target(request.getHeader("host") or "", raw_path)
        if not is_this_machine(request.getClientAddress().host):
            refused = admission.refusal(request, target, raw_path)
            if refused is not None:
                return refused
        if target and target.api:
            if target.api.record["ProtocolType"] == "HTTP":
                return http_resource.render(request, target.api, target.path, target.mapped)
            return _render_websocket(request, target.api, target)
        if target and target.is_custom_domain:
            return _answer(request, 403, "Forbidden")
        if target is None and live_feed.is_ours(raw_path) and not pages.is_navigation(request):
            return live_feed.render(request, raw_path)
        if target is None and management.is_management_path(raw_path):
            return management.render_without_api(request, raw_path)
        if target is None and pages.takes(raw_path):
            return pages.render(request, raw_path)
        if target and not SERVICE_PLUGINS.is_running("apigateway"):
            # No REST API can have this id either. AWS has no such host; LocalStack says this once it has REST APIs.
            message = f"The API id '{target.api_id}' does not correspond to a deployed API Gateway API"
            return _answer(request, 404, message)
        if target is None and any(lane.takes(request) for lane in self._lanes):
            return NOT_DONE_YET
        return self._gateway.render(request)


def _make_target_relative(request: Request) -> None:
    """A target may be a whole URL, as for a proxy; then its host counts, not the header's (RFC 9112, section 3.2.2)."""
    if absolute := ABSOLUTE_TARGET.match(request.uri):
        request.requestHeaders.setRawHeaders(b"host", [absolute["host"]])
        request.uri = absolute["target"] if absolute["target"].startswith(b"/") else b"/" + absolute["target"]


def _render_websocket(request: Request, api: Api, target: Target) -> int | bytes:
    path, domain_name = target.path, None
    if target.mapped:
        # From here on as if the client had named the stage (row A04).
        path, domain_name = f"/{target.mapped.stage_name}{target.mapped.path}", request.getHeader("host")
    elif api.record.get("DisableExecuteApiEndpoint"):
        return _answer(request, 403, "Forbidden")
    if management.is_management_path(path):
        return management.render(request, api, path)
    if target.mapped and management.is_management_path(target.mapped.path):
        # Code that was written for the API's own host names the stage: the mistake everybody makes (row A04).
        route = unquote(target.mapped.path).removeprefix("/")
        method = request.method.decode("latin-1")
        return _answer(request, 404, f"No method found matching route {route} for http method {method}.")
    return upgrade.render(request, api, path, domain_name)


def _answer(request: Request, status: int, message: str) -> bytes:
    request.setResponseCode(status)
    request.setHeader("content-type", "application/json")
    request.responseHeaders.removeHeader("server")
    return json.dumps({"message": message}, separators=(",", ":")).encode()
