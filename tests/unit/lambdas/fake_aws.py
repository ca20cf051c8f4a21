"""A real HTTP server that answers what the functions ask of AWS: one DynamoDB table, and the management API."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

PAGE_SIZE = 2

type Item = dict[str, dict[str, str]]


class FakeAws:
    """One table in memory, and connections that answer as they are told to.

    Queries come in pages of two items, so whoever forgets to ask for the next page is found out.
    """

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Item] = {}
        self.queries: list[dict[str, Any]] = []
        self.messages: defaultdict[str, list[Any]] = defaultdict(list)
        """the messages posted to each connection, in the order of their arrival"""
        self.refusals: dict[str, int] = {}
        """the status that posting to a connection is answered with, instead of 200"""
        self.rendezvous: threading.Barrier | None = None
        """posts that wait for each other"""
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def reset(self) -> None:
        """Forget everything that happened."""
        self.items.clear()
        self.queries.clear()
        self.messages.clear()
        self.refusals.clear()
        self.rendezvous = None

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def add_connection(self, connection_id: str, **attributes: dict[str, str]) -> None:
        """Put a connection into the table, opened long ago unless the attributes say otherwise."""
        self.put_item(
            {
                "partitionKey": {"S": "Connection"},
                "sortKey": {"S": connection_id},
                "endpoint": {"S": f"{self.endpoint}/dev"},
                "connectedAt": {"N": "1700000000000"},
                **attributes,
            }
        )

    def put_item(self, item: Item) -> None:
        """What PutItem does."""
        self.items[_key(item)] = item

    def dynamodb(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Answer a DynamoDB call."""
        match operation:
            case "PutItem":
                self.put_item(request["Item"])
                return {}
            case "DeleteItem":
                self.items.pop(_key(request["Key"]), None)
                return {}
            case "Query":
                self.queries.append(request)
                return self._page(request)
            case _:
                raise AssertionError(f"unexpected call of {operation}")

    def post(self, connection_id: str, message: bytes) -> int:
        """Answer PostToConnection with a status."""
        if self.rendezvous:
            self.rendezvous.wait()
        self.messages[connection_id].append(json.loads(message))
        return self.refusals.get(connection_id, 200)

    def _page(self, request: dict[str, Any]) -> dict[str, Any]:
        (kind,) = (value["S"] for value in request["ExpressionAttributeValues"].values())
        start = request.get("ExclusiveStartKey", {"sortKey": {"S": ""}})["sortKey"]["S"]
        found = [item for key, item in sorted(self.items.items()) if key[0] == kind and key[1] > start]
        page = found[:PAGE_SIZE]
        answer: dict[str, Any] = {"Items": page, "Count": len(page)}
        if len(found) > PAGE_SIZE:
            answer["LastEvaluatedKey"] = {name: page[-1][name] for name in ("partitionKey", "sortKey")}
        return answer


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # the default of 5 makes clients that come all at once wait


def _key(item: Item) -> tuple[str, str]:
    return item["partitionKey"]["S"], item["sortKey"]["S"]


def _handler_of(aws: FakeAws) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if target := self.headers.get("x-amz-target"):
                operation = target.partition(".")[2]
                self._answer(200, json.dumps(aws.dynamodb(operation, json.loads(body))).encode())
            else:
                self._answer(aws.post(unquote(self.path.removeprefix("/dev/@connections/")), body), b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if status == 410:
                self.send_header("x-amzn-errortype", "GoneException")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    return Handler
