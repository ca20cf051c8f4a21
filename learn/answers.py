"""What checks expect of a function behind API Gateway."""

from __future__ import annotations

import json
from typing import Any

from learn.wrong import Place, Wrong


def proxy_body(answer: Any, place: Place) -> Any:
    """The JSON in the body of a proxy response. Raises Wrong when it is no such response."""
    if answer is None:
        raise Wrong("Your handler returned nothing. API Gateway needs a dict with statusCode and body.", place)
    if not isinstance(answer, dict):
        raise Wrong(f"Your handler returned {answer!r}. API Gateway needs a dict with statusCode and body.", place)
    if answer.get("statusCode") != 200:
        raise Wrong(f"statusCode should be 200, but it is {answer.get('statusCode')!r}.", place)
    body = answer.get("body")
    if not isinstance(body, str):
        raise Wrong(f"body should be a text: make one with json.dumps. It is {type(body).__name__}.", place)
    try:
        return json.loads(body)
    except ValueError:
        raise Wrong(f"body should be JSON, but it is {body[:60]!r}: use json.dumps.", place) from None


def field(answer: Any, name: str, place: Place) -> Any:
    """A field of a JSON object. Raises Wrong when it is not there."""
    if not isinstance(answer, dict) or name not in answer:
        raise Wrong(f"The answer should have {name!r}, but it is {json.dumps(answer)[:120]}.", place)
    return answer[name]
