"""Filter patterns, by the examples of AWS's documentation and around them."""

from __future__ import annotations

import json

import pytest

from emulator.logs.errors import InvalidPatternError
from emulator.logs.patterns import compile_pattern

REQUESTS = ["[ERROR 400] BAD REQUEST", "[ERROR 419] MISSING ARGUMENTS", "[INFO] REQUEST FAILED", "TERROR", "error"]


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("", [0, 1, 2, 3, 4]),
        ('" "', [0, 1, 2, 3, 4]),
        ("ERROR", [0, 1, 3]),
        ("ERROR ARGUMENTS", [1]),
        ("?INFO ?ARGUMENTS", [1, 2]),
        ("?INFO ?ARGUMENTS REQUEST", [0, 2]),
        ("?INFO -ERROR", [2, 4]),
        ("ERROR -ARGUMENTS", [0, 3]),
        ('"ERROR 4"', [0, 1]),
        ('-"ERROR 4"', [2, 3, 4]),
        ("%ERROR|INFO%", [0, 1, 2, 3]),
        (r"%^\[ERROR\s4[01]%", [0, 1]),
        (r"ERROR -%\s419%", [0, 3]),
        (r"%\x5BERROR%", [0, 1]),
    ],
)
def test_terms(pattern: str, matched: list[int]) -> None:
    matches = compile_pattern(pattern)
    assert [index for index, message in enumerate(REQUESTS) if matches(message)] == matched


TRAIL = {
    "eventType": "UpdateTrail",
    "sourceIPAddress": "111.111.111.111",
    "arrayKey": ["value", "another value"],
    "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
    "SomeObject": None,
    "cluster.name": "c",
    "errorCode": 400,
    "number": [1e3],
    "yes": True,
    "nested": {"deep": {"text": "a\nb"}},
}


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ('{ $.eventType = "UpdateTrail" }', True),
        ("{ $.eventType = UpdateTrail }", True),
        ('{$.eventType="Update*"}', True),
        ('{ $.eventType = "Trail" }', False),
        ("{ $.eventType = %Trail% }", True),
        ("{ $.sourceIPAddress != 123.123.* }", True),
        ("{ $.sourceIPAddress != 111.111.* }", False),
        ('{ $.arrayKey[0] = "value" }', True),
        ('{ $.arrayKey[1] = "value" }', False),
        ('{ $.arrayKey[7] = "value" }', False),
        ("{ $.arrayKey[*] = %val.{2}% }", True),
        ('{ $.arrayKey = "*" }', False),
        (r"{ $.* = %111\.111\.111\.1[0-9]{1,2}% }", True),
        ("{ $.objectList[1].id = 2 }", True),
        ("{ $.objectList[*].id >= 2 }", True),
        ("{ $.objectList[*].id > 2 }", False),
        ("{ $.['cluster.name'] = \"c\" }", True),
        ("{ $.SomeObject IS NULL }", True),
        ("{ $.eventType IS NULL }", False),
        ("{ $.yes IS TRUE }", True),
        ("{ $.yes IS FALSE }", False),
        ("{ $.SomeOtherObject NOT EXISTS }", True),
        ("{ $.SomeObject NOT EXISTS }", False),
        ("{ $.errorCode = 400}", True),
        ("{ $.errorCode = 4* }", True),
        ("{ $.errorCode != 500 }", True),
        ("{ $.errorCode != 4* }", False),
        ("{ $.errorCode <= 400 }", True),
        ("{ $.errorCode < 4e2 }", False),
        ("{ $.eventType > 3 }", False),
        ("{ $.number[0] = 1e+3 }", True),
        ("{ $.missing != 1 }", False),
        ('{ $.nested.deep.text = "a*b" }', True),
        ('{ $.errorCode = 400 || $.yes IS FALSE && $.eventType = "x" }', True),
        ('{ ($.errorCode = 400 || $.yes IS FALSE) && $.eventType = "x" }', False),
        ('{ ($.errorCode = 400) && (($.yes IS TRUE) && $.eventType = "U*") }', True),
    ],
)
def test_json(pattern: str, matched: bool) -> None:
    assert compile_pattern(pattern)(json.dumps(TRAIL)) is matched


@pytest.mark.parametrize("message", ["", "text", "3", '"x"', '{"broken', "[" * 100_000])
def test_what_is_no_json_does_not_match(message: str) -> None:
    assert compile_pattern("{ $.x NOT EXISTS }")(message) is False


ACCESS = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


@pytest.mark.parametrize(
    ("pattern", "message", "matched"),
    [
        ("[ip, user, username, timestamp, request, status_code, bytes]", ACCESS, True),
        ("[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", ACCESS, True),
        ("[ip, user, username, timestamp, request, status_code = 404 || status_code = 410, bytes]", ACCESS, True),
        ("[ip, user, username, timestamp, request, status_code = 5*, bytes]", ACCESS, False),
        ("[..., request =*.html*, status_code = 4*, bytes]", ACCESS, True),
        ("[..., bytes > 1534]", ACCESS, False),
        ("[..., bytes >= 1534]", ACCESS, True),
        ("[ip=%127\\.0\\.0\\.[1-9]%, ...]", ACCESS, True),
        ("[ip, ..., status_code != 404, bytes]", ACCESS, False),
        ('[ip, user, username, timestamp="10/Oct/2000:13:25:15 -0700", rest]', ACCESS, True),
        ("[a, b, c, d, e, f, g, h]", ACCESS, False),
        ("[w1=ERROR, w2]", "ERROR 09/25/2014 12:00:02 Failed to process request", True),
        ("[w1=ERROR, w2]", "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200", False),
        ("[w1=ERROR, w2]", "ERROR", False),
        ("[w1=ERROR || w1=WARNING, w2]", "WARNING x", True),
        ("[w1!=ERROR && w1!=WARNING, w2]", "WARNING x", False),
        ("[w1!=ERROR && w1!=WARNING, w2]", "INFO x y", True),
        ("[r=REPORT, ...]", "REPORT RequestId: 1", True),
    ],
)
def test_space_delimited(pattern: str, message: str, matched: bool) -> None:
    assert compile_pattern(pattern)(message) is matched


@pytest.mark.parametrize(
    "pattern",
    [
        '"ERROR',
        "%ERROR",
        "%hello!%",
        "%(a|b)%",
        "%[abc%",
        "%café%",
        "{ $.v EXISTS }",
        "{ $.v IS NOT NULL }",
        "{ $.v == 1 }",
        "{ !($.v = 1) }",
        "{ $.v > 0 AND $.v < 2 }",
        '{ "v": [1] }',
        '{ $.v > "Alpha" }',
        "{ $.v = }",
        "{ }",
        "{ $.v = 1",
        "{ ($.v = 1 }",
        "{ $.items[*].* = 1 }",
        '{ $..value = "hit" }',
        '{ $.arr[-1] = "hit" }',
        "{ $.v = %a% || $.v = %b% || $.v = %c% }",
        "{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.d[*] = 1 }",
        "{ " + "(" * 1000 + "$.v = 1" + ")" * 1000 + " }",
        "[..., status, ...]",
        "[word, word]",
        "[a=1 || b=1]",
        "[a=>1]",
        "[a,]",
        "[]",
        "[a",
    ],
)
def test_invalid(pattern: str) -> None:
    with pytest.raises(InvalidPatternError, match="Invalid filter pattern"):
        compile_pattern(pattern)


def test_terms_with_other_characters_need_quotes() -> None:
    with pytest.raises(InvalidPatternError, match=r"Invalid character\(s\) in term 'user@example.com'"):
        compile_pattern("ERROR user@example.com")
