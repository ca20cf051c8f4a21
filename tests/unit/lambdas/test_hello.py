from __future__ import annotations

import json


def test_says_hello() -> None:
    import hello

    answer = hello.handler({}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"message": "Hello, world!"}
