"""A browser with the game open, as far as measurements need one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import requests
import websocket

if TYPE_CHECKING:
    from infra.outputs import Outputs


class Window:
    """Creates viruses, and hears of them."""

    def __init__(self, endpoint: str, outputs: Outputs) -> None:
        apis = f"{endpoint}/_aws/execute-api"
        self.api = f"{apis}/{outputs.http_api_id}/{outputs.stage}"
        self.virus = f"{self.api}/virus"
        self.http = requests.Session()
        self.socket = websocket.create_connection(
            f"{apis.replace('http', 'ws', 1)}/{outputs.websocket_api_id}/{outputs.stage}", timeout=30
        )
        self.seen: set[str] = set()
        """ids of the viruses it was told of"""

    def create_and_wait(self) -> None:
        """Create a virus, and wait for the message of it."""
        created = self.http.post(self.virus, timeout=30).json()["id"]
        while created not in self.seen:
            self.seen.add(json.loads(str(self.socket.recv()))["virusId"])

    def hear_out(self) -> None:
        """Wait until a second passes without a message: those nobody has waited for."""
        self.socket.settimeout(1)
        try:
            while self.socket.recv():
                pass
        except websocket.WebSocketTimeoutException:
            self.socket.settimeout(30)
