from __future__ import annotations

import pytest

from infra.outputs import Outputs
from scripts.application_urls import ApplicationUrls, application_urls

OUTPUTS = Outputs(
    region="eu-west-1",
    account_id="000000000000",
    stage="dev",
    http_api_id="http",
    http_api_url="https://http.execute-api.eu-west-1.amazonaws.com/dev",
    websocket_api_id="webs",
    websocket_api_url="wss://webs.execute-api.eu-west-1.amazonaws.com/dev",
    table_name="",
    table_arn="",
    stream_arn="",
    function_arns={},
    rule_arns={},
)


@pytest.mark.parametrize(
    ("endpoint", "urls"),
    [
        (
            "http://localhost:4566",
            (
                "http://localhost:4566/_aws/execute-api/http/dev",
                "ws://localhost:4566/_aws/execute-api/webs/dev",
            ),
        ),
        (
            "https://localhost:4566/",
            (
                "https://localhost:4566/_aws/execute-api/http/dev",
                "wss://localhost:4566/_aws/execute-api/webs/dev",
            ),
        ),
        (None, (OUTPUTS.http_api_url, OUTPUTS.websocket_api_url)),
    ],
)
def test_urls(endpoint: str | None, urls: tuple[str, str]) -> None:
    assert application_urls(OUTPUTS, endpoint) == ApplicationUrls(*urls)
