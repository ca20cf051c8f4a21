"""Where the paths of a document begin (row B92)."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.apigatewayv2.openapi.base_path import path_prefix

VARIABLE = {"url": "https://a.com/x/{basePath}", "variables": {"basePath": {"default": "a/b/"}}}


@pytest.mark.parametrize(
    ("servers", "prepended", "split"),
    [
        ([VARIABLE], "/a/b", "/b"),
        ([{"url": "https://a.com/x"}, VARIABLE], "/a/b", "/b"),
        ([{"url": "https://a.com/v1/x"}], "/v1/x", "/x"),
        ([{"url": "https://a.com/"}], "", ""),
        ([{"url": "/v1"}], "/v1", ""),
        ([{}], "", ""),
        ([], "", ""),
        (["nonsense"], "", ""),
        (None, "", ""),
    ],
)
def test_base_paths_b92(servers: Any, prepended: str, split: str) -> None:
    document = {"servers": servers}
    assert path_prefix(document, "prepend") == prepended
    assert path_prefix(document, "split") == split
    assert path_prefix(document, "ignore") == path_prefix(document, None) == ""
