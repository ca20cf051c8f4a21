"""JSON paths, as the expressions of API Gateway use them: compiled once, and nothing found is no error."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from jsonpath_ng import JSONPath
from jsonpath_ng import parse as parse_json_path
from jsonpath_ng.exceptions import JSONPathError

# Operators of the library, but names like any other in AWS's paths.
_OPERATOR = re.compile(r"\.(where|wherenot)(?![\w-])")


def find_all(document: Any, path: str) -> list[Any]:
    """The values at ``path`` (``$.items[0].name``); none when the path is no JSON path or leads nowhere."""
    json_path = _compiled(path)
    if json_path is None or not isinstance(document, dict | list):
        return []
    return [match.value for match in json_path.find(document)]


@lru_cache(maxsize=256)
def _compiled(path: str) -> JSONPath | None:
    try:
        return parse_json_path(_OPERATOR.sub(r".'\1'", path))
    except JSONPathError:
        return None
