"""What your application consists of. Save this file, and `petri learn` deploys what changed."""

from learn import Application, Function

application = Application(
    functions=[
        Function("hello", "hello.handler"),
    ],
    http_routes={},
)
