"""The first decision about every request on the port: ours or LocalStack's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.services.plugins import SERVICE_PLUGINS
from twisted.web.resource import Resource

from emulator.apigatewayv2.store import find_api
from emulator.execute_api.addressing import parse_address
from emulator.execute_api.http import resource as http_resource
from emulator.execute_api.websocket import management, upgrade

if TYPE_CHECKING:
    from twisted.web.resource import IResource
    from twisted.web.server import Request


class FrontDoor(Resource):
    """Takes requests to API Gateway v2 APIs; all others go to LocalStack's gateway.

    Runs on the reactor thread: nothing here may wait.
    """

    isLeaf = True  # noqa: N815 - Twisted's name

    def __init__(self, gateway: IResource) -> None:
        super().__init__()
        self._gateway = gateway

    def render(self, request: Request) -> int | bytes:
        """Answer ``request``, now or later."""
        raw_path = request.uri.partition(b"?")[0].decode("latin-1")
        address = parse_address(request.getHeader("host") or "", raw_path)
        api = find_api(address.api_id) if address else None
        if address and api:
            if api.record["ProtocolType"] == "HTTP":
                return http_resource.render(request, api, address.path)
            if management.is_management_path(address.path):
                return management.render(request, api, address.path)
            return upgrade.render(request, api, address.path)
        if not address and management.is_management_path(raw_path):
            return management.render_without_api(request, raw_path)
        if address and not SERVICE_PLUGINS.is_running("apigateway"):
            # No REST API can have this id either. AWS has no such host; LocalStack would answer 200.
            return _not_found(request)
        return self._gateway.render(request)


def _not_found(request: Request) -> bytes:
    request.setResponseCode(404)
    request.setHeader("content-type", "application/json")
    return b'{"message":"Not Found"}'
