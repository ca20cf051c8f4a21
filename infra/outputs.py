"""What a deployed stack tells others: ids, URLs, ARNs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Outputs:
    """Where to find the deployed application."""

    region: str
    account_id: str
    stage: str
    http_api_id: str
    """ids and URLs of an API without routes, which is not made, are empty"""
    http_api_url: str
    """with the stage, as AWS gives it: ``https://{id}.execute-api.{region}.amazonaws.com/{stage}``"""
    websocket_api_id: str
    websocket_api_url: str
    """with the stage: ``wss://{id}.execute-api.{region}.amazonaws.com/{stage}``"""
    table_name: str
    table_arn: str
    stream_arn: str
    """empty when the table has no stream"""
    function_arns: dict[str, str]
    """by the function's name in the application"""
    rule_arns: dict[str, str]
    """by the name of the function that the rule invokes"""

    def to_json(self) -> str:
        """As a JSON object with these names."""
        return json.dumps(asdict(self), indent=2)
