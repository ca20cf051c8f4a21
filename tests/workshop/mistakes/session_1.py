"""Session 1."""

from tests.workshop.course import Mistake

HELLO = "lambdas/hello.py"
APPLICATION = "application.py"
ROUTE = '"GET /hello": "hello"'

STARTERS = {
    "1/01-first-function": "returned nothing",
    "1/02-route": "no route 'GET /hello' in http_routes. There are: none",
    "1/03-query": "should greet Ada, but says 'Hello, world!'",
}

MISTAKES = {
    "1/01-first-function": [
        Mistake(HELLO, '"statusCode": 200, ', "", "statusCode should be 200, but it is None", HELLO),
        Mistake(HELLO, 'json.dumps({"message": "Hello, world!"})', '{"message": "Hi"}', "make one with json.dumps"),
        Mistake(HELLO, 'json.dumps({"message": "Hello, world!"})', '"Hi"', "body should be JSON, but it is 'Hi'"),
        Mistake(HELLO, '"message"', '"text"', "The answer should have 'message'"),
        Mistake(HELLO, "import json", "", "hello raised NameError: name 'json' is not defined", f"{HELLO}:8"),
        Mistake(HELLO, "return {", "return (", "Python cannot read lambdas/hello.py", HELLO),
        Mistake(HELLO, "    return", "    while True: pass\n    return", "hello was stopped after 3 s: does it loop"),
        Mistake(HELLO, "def handler", "def handle", "Handler 'handler' missing on module 'hello'"),
    ],
    "1/02-route": [
        Mistake(APPLICATION, ROUTE, '"POST /hello": "hello"', "no route 'GET /hello' in http_routes", APPLICATION),
        Mistake(APPLICATION, ROUTE, '"GET hello": "hello"', "route key is not formatted properly"),
        Mistake(APPLICATION, ROUTE, '"GET /hello": "helo"', "leads to 'helo', but there is no such function"),
        Mistake(
            APPLICATION, "http_routes={", "http_routes=[", "application.py cannot be read: SyntaxError", APPLICATION
        ),
        Mistake(APPLICATION, '"hello.handler"', '"helo.handler"', "its handler is helo.handler, but"),
        Mistake(APPLICATION, "application =", "app =", "must say: application = Application(…)"),
        Mistake(
            APPLICATION,
            "application =",
            "raise RuntimeError('x')\napplication =",
            "RuntimeError: x",
            f"{APPLICATION}:5",
        ),
        Mistake(HELLO, '"Hello, world!"', "1 / 0", "hello raised ZeroDivisionError: division by zero", f"{HELLO}:8"),
    ],
    "1/03-query": [
        Mistake(
            HELLO,
            '(event.get("queryStringParameters") or {}).get("name", "world")',
            'event["queryStringParameters"]["name"]',
            "hello raised KeyError: 'queryStringParameters'",
            f"{HELLO}:8",
        ),
        Mistake(HELLO, '"name", "world"', '"name"', "should greet the world, but says 'Hello, None!'"),
        Mistake(HELLO, '"name", ', '"nom", ', "should greet Ada, but says 'Hello, world!'"),
    ],
}
