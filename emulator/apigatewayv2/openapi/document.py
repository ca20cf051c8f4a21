"""From text to an OpenAPI 3.0 document and back: JSON or YAML, AWS's variables, references."""

from __future__ import annotations

import json
from typing import Any

import yaml

from emulator.apigatewayv2.errors import BadRequestException

type Document = dict[str, Any]

_LONGEST_REFERENCE_CHAIN = 10
_DEEPEST = 100
"""levels of objects and lists in each other"""

_YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, *, account_id: str, region: str) -> Document:
    """The document, with AWS's variables (``${AWS::Region}`` and the like) filled in.

    :raises BadRequestException: neither JSON nor YAML, or not OpenAPI 3.0
    """
    variables = {
        "AccountId": account_id,
        "Partition": "aws",
        "Region": region,
        "URLSuffix": "amazonaws.com",
    }
    # In the text, not in the parsed tree: YAML's aliases can make a small text a tree without end.
    for name, value in variables.items():
        text = text.replace(f"${{AWS::{name}}}", value)
    document = _load(text)
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3.0"):
        raise BadRequestException("Invalid OpenAPI input. HTTP APIs are imported from OpenAPI 3.0 documents")
    for name in ("info", "paths", "components"):
        if not isinstance(document.setdefault(name, {}), dict):
            raise BadRequestException(f"Invalid OpenAPI input. {name} must be an object")
    return document


def render(document: Document, output_type: str) -> bytes:
    """The document as ``JSON`` or ``YAML``."""
    if output_type == "YAML":
        return yaml.safe_dump(document, sort_keys=False, allow_unicode=True).encode()
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def resolve(document: Document, node: Any) -> dict[str, Any] | None:
    """``node``, or what its ``$ref`` within the document points to; None: no object, or a reference to nothing."""
    for _ in range(_LONGEST_REFERENCE_CHAIN):
        if not isinstance(node, dict):
            return None
        if "$ref" not in node:
            return node
        node = _referenced(document, node["$ref"])
    return None


def _referenced(document: Document, reference: Any) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    node: Any = document
    for part in reference.removeprefix("#/").split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or name not in node:
            return None
        node = node[name]
    return node


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        pass
    except RecursionError:
        raise _unreadable("it nests too deep") from None
    try:
        _check_depth(text)
        return yaml.load(text, Loader=_YAML_LOADER)  # noqa: S506 - both loaders are safe
    except yaml.YAMLError as error:
        raise _unreadable(" ".join(str(error).split())) from None
    except ValueError as error:  # a date that is none
        raise _unreadable(str(error)) from None


def _check_depth(text: str) -> None:
    """Before a tree is built of YAML: libyaml builds it by recursion without end, which would end the emulator."""
    depth = 0
    for event in yaml.parse(text, Loader=_YAML_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _unreadable("it nests too deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _unreadable(reason: str) -> BadRequestException:
    return BadRequestException(f"Invalid OpenAPI input. The document is neither JSON nor YAML: {reason}")
