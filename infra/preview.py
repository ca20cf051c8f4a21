"""What a deployment would do: the same steps, against an account in which nothing is changed.

Reads are sent. Changes are not: their answer is imagined, so that the steps go on as they would. Because they are the
very steps of a deployment, what a preview shows cannot differ from what a deployment does.
"""

from __future__ import annotations

from typing import Any

from infra.aws import Aws

NEW = "(new)"
"""Stands for what AWS will choose: ids, ARNs of streams."""

_READS = ("get_", "list_", "describe_")
_LOCAL = ("exceptions", "meta")


class Preview(Aws):
    """An account in which nothing changes."""

    def make_client(self, service: str) -> Any:
        """A client that reads."""
        client = super().make_client(service)
        return client if service == "sts" else _ReadingClient(client)


class _ReadingClient:
    """A boto3 client that imagines the answers to what is not a read."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._deleted: list[dict[str, Any]] = []

    def __getattr__(self, operation: str) -> Any:
        if operation in _LOCAL:
            return getattr(self._client, operation)

        def call(**arguments: Any) -> Any:
            if operation.startswith(_READS):
                return self._read(operation, arguments)
            return self._imagine(operation, arguments)

        return call

    def get_paginator(self, operation: str) -> Any:
        """Pages of what is there; of what is new there are none."""
        paginator = self._client.get_paginator(operation)
        return _NewPages(paginator) if operation in ("get_integrations", "get_routes") else paginator

    def _read(self, operation: str, arguments: dict[str, Any]) -> Any:
        if arguments in self._deleted or NEW in arguments.values():
            exceptions = self._client.exceptions
            missing = getattr(exceptions, "NotFoundException", None) or exceptions.ResourceNotFoundException
            raise missing({"Error": {"Code": missing.__name__, "Message": "It would not be there."}}, operation)
        return getattr(self._client, operation)(**arguments)

    def _imagine(self, operation: str, arguments: dict[str, Any]) -> Any:
        match operation:
            case "create_api":
                return {**arguments, "ApiId": NEW, "ApiEndpoint": NEW}
            case "update_api":
                return {**self._client.get_api(ApiId=arguments["ApiId"]), **arguments}
            case "create_integration":
                return {"IntegrationId": NEW}
            case "create_role":
                return {"Role": {"RoleName": arguments["RoleName"], "Arn": NEW}}
            case "create_table":
                table = {**arguments, "TableStatus": "ACTIVE", "TableArn": NEW, "LatestStreamArn": NEW}
                return {"TableDescription": table}
            case "create_event_source_mapping" | "update_event_source_mapping":
                return {"UUID": NEW, "State": "Enabled"}
            case "delete_log_group":
                name = arguments["logGroupName"]
                groups = self._client.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
                if name not in [group["logGroupName"] for group in groups]:
                    raise self._client.exceptions.ResourceNotFoundException({}, operation)
            case _ if operation.startswith("delete_"):
                self._deleted.append(arguments)
        return arguments


class _NewPages:
    def __init__(self, paginator: Any) -> None:
        self._paginator = paginator

    def paginate(self, **arguments: Any) -> Any:
        return [] if NEW in arguments.values() else self._paginator.paginate(**arguments)
