"""The mapping template that GetModelTemplate makes of a schema: a sample of the JSON that the model describes."""

from __future__ import annotations

import json
from typing import Any

_SAMPLES = {"string": '"foo"', "integer": "42", "number": "42.0", "boolean": "true", "null": "null"}
_LOOP_HINT = "##TODO: Update this foreach loop to reference array from input json"
# A schema may nest as deep as its 32 KB allow; a template that deep helps nobody.
_DEEPEST = 20


def template_of(schema: dict[str, Any]) -> str:
    """A template in Apache Velocity's language that renders a document of the schema.

    Arrays become a loop over the input's array of the same path::

        #set($inputRoot = $input.path('$'))
        {
          "name" : "foo"
        }
    """
    return f"#set($inputRoot = $input.path('$'))\n{_sample(schema, '$inputRoot', '')}"


def _sample(schema: Any, path: str, indent: str) -> str:
    if not isinstance(schema, dict) or len(indent) > 2 * _DEEPEST:
        return _SAMPLES["string"]
    if options := schema.get("enum"):
        return json.dumps(options[0])
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = kind[0]
    if kind == "array":
        return _array(schema, path, indent)
    if kind == "object":
        return _object(schema, path, indent)
    return _SAMPLES[kind]


def _object(schema: dict[str, Any], path: str, indent: str) -> str:
    inner = f"{indent}  "
    members = [
        f"{inner}{json.dumps(name)} : {_sample(member, f'{path}.{name}', inner)}"
        for name, member in schema.get("properties", {}).items()
    ]
    return "{\n" + ",\n".join(members) + f"\n{indent}}}" if members else "{ }"


def _array(schema: dict[str, Any], path: str, indent: str) -> str:
    element = _sample(schema.get("items"), "$elem", f"{indent}  ")
    return f"[\n{_LOOP_HINT}\n#foreach($elem in {path})\n{indent}  {element}#if($foreach.hasNext),#end\n#end\n{indent}]"
