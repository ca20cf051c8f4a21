"""Route keys and the places of their operations in ``paths``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from emulator.apigatewayv2.openapi.document import Document, resolve
from emulator.apigatewayv2.openapi.findings import Findings
from emulator.apigatewayv2.route_keys import DEFAULT

ANY_METHOD = "x-amazon-apigateway-any-method"
_DEFAULT_PATH = "/$default"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
# What a path item may hold beside operations.
_OTHER_MEMBERS = ("parameters", "summary", "description", "servers", "$ref")
_VARIABLE = re.compile(r"\{([^/{}]+)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document with the key of the route that it becomes."""

    route_key: str
    members: dict[str, Any]


def operations_of(document: Document, prefix: str, findings: Findings) -> Iterator[Operation]:
    """The operations in order; ``prefix`` comes before each path."""
    for path, node in document["paths"].items():
        item = resolve(document, node)
        if item is None:
            findings.errors.append(f"Unable to read path {path}: it is no object, or refers to nothing")
            continue
        for method, node_of_method in item.items():
            members = resolve(document, node_of_method)
            if method == ANY_METHOD or method in _METHODS:
                if members is None:
                    findings.errors.append(f"Unable to read operation {method} of path {path}: it is no object")
                    continue
                yield Operation(_route_key(prefix, str(path), method, members), members)
            elif method not in _OTHER_MEMBERS and not str(method).startswith("x-"):
                findings.warnings.append(f"Method {method} of path {path} is not supported for HTTP APIs, ignoring.")


def place(paths: dict[str, Any], route_key: str, operation: dict[str, Any]) -> None:
    """Put an operation where ``operations_of`` finds it."""
    if route_key == DEFAULT:
        paths[_DEFAULT_PATH] = {ANY_METHOD: {"isDefaultRoute": True, **operation}}
        return
    method, _, path = route_key.partition(" ")
    item = paths.setdefault(path, {})
    item[ANY_METHOD if method == "ANY" else method.lower()] = operation
    if parameters := [_parameter(name) for name in _VARIABLE.findall(path)]:
        item.pop("parameters", None)
        item["parameters"] = parameters


def _route_key(prefix: str, path: str, method: str, members: dict[str, Any]) -> str:
    if method == ANY_METHOD and members.get("isDefaultRoute") is True:
        return DEFAULT
    whole = f"{prefix}{path}" if path != "/" or not prefix else prefix
    return f"{'ANY' if method == ANY_METHOD else method.upper()} {whole}"


def _parameter(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "description": f"Generated path parameter for {name}",
        "required": True,
        "schema": {"type": "string"},
    }
