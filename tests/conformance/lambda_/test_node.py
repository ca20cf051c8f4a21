"""Functions of Node.js: both kinds of modules, all styles of handlers, errors and logs as AWS has them."""

from __future__ import annotations

import base64
import io
import json
import re
import uuid
import zipfile
from typing import Any

import pytest

from tests.conftest import Emulator
from tests.support import ROLE, eventually

REQUEST_ID = r"[0-9a-f-]{36}"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


class Node:
    """Makes functions and invokes them."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._lambda = emulator.client("lambda")

    def create(self, files: dict[str, str], handler: str = "index.handler", **settings: Any) -> str:
        """A function with these files."""
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        name = f"node-{uuid.uuid4().hex[:8]}"
        self._lambda.create_function(
            FunctionName=name,
            Runtime="nodejs20.x",
            Handler=handler,
            Role=ROLE,
            Timeout=10,
            Code={"ZipFile": package.getvalue()},
            **settings,
        )
        eventually(lambda: self._lambda.get_function_configuration(FunctionName=name)["State"] == "Active")
        return name

    def invoke(self, name: str, event: Any = None) -> tuple[Any, str]:
        """The result, and the log."""
        answer = self._lambda.invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
        return json.loads(answer["Payload"].read()), base64.b64decode(answer["LogResult"]).decode()

    def run(self, source: str, event: Any = None, file: str = "index.js", **settings: Any) -> tuple[Any, str]:
        """Create and invoke."""
        return self.invoke(self.create({file: source}, **settings), event)


@pytest.fixture(scope="module")
def node(emulator: Emulator) -> Node:
    return Node(emulator)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("index.js", "exports.handler = async (event) => ({ got: event });"),
        ("index.cjs", "exports.handler = async (event) => ({ got: event });"),
        ("index.mjs", "export const handler = async (event) => ({ got: event });"),
        ("index.mjs", "const got = await Promise.resolve(1); export const handler = async (e) => ({ got: e });"),
        ("index.js", "exports.handler = (event, context, callback) => callback(null, { got: event });"),
        ("index.js", "exports.handler = (event, context, done) => setTimeout(() => done(null, { got: event }), 5);"),
        ("index.js", "exports.handler = (event, context) => context.succeed({ got: event });"),
    ],
)
def test_styles_of_handlers(node: Node, file: str, source: str) -> None:
    assert node.run(source, {"a": "ü"}, file)[0] == {"got": {"a": "ü"}}


def test_a_package_of_modules_and_a_nested_handler(node: Node) -> None:
    files = {
        "package.json": '{"type": "module"}',
        "src/index.js": 'import { greet } from "./greet.js"; export const api = { hello: async () => greet() };',
        "src/greet.js": 'export const greet = () => "hello";',
    }
    assert node.invoke(node.create(files, "src/index.api.hello"))[0] == "hello"


def test_a_handler_without_an_answer_answers_null(node: Node) -> None:
    assert node.run("exports.handler = () => {};")[0] is None
    assert node.run("exports.handler = async () => {};")[0] is None


def test_the_callback_waits_for_the_event_loop_unless_told_not_to(node: Node) -> None:
    source = """
let late = false;
exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = event.wait;
  late = false;
  setTimeout(() => { late = true; }, 300);
  const result = { toJSON: () => late };
  callback(null, result);
};
"""
    name = node.create({"index.js": source})
    assert node.invoke(name, {"wait": True})[0] is True
    assert node.invoke(name, {"wait": False})[0] is False


def test_the_context_d69(node: Node) -> None:
    source = """
exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });
"""
    name = node.create({"index.js": source}, MemorySize=256)
    context, log = node.invoke(name)
    assert 0 < context.pop("left") <= 10_000
    assert context.pop("logStreamName")
    assert f"START RequestId: {context.pop('awsRequestId')}" in log
    assert context == {
        "callbackWaitsForEmptyEventLoop": True,
        "functionName": name,
        "functionVersion": "$LATEST",
        "invokedFunctionArn": f"arn:aws:lambda:eu-west-1:000000000000:function:{name}",
        "logGroupName": f"/aws/lambda/{name}",
        "memoryLimitInMB": "256",
    }


def test_the_environment_d67(node: Node) -> None:
    variables, _ = node.run("exports.handler = async () => process.env;", Environment={"Variables": {"OWN": "1"}})
    assert variables["AWS_EXECUTION_ENV"] == "AWS_Lambda_nodejs20.x"
    assert variables["OWN"] == "1"
    assert variables["_HANDLER"] == "index.handler"
    assert variables["TZ"] == ":UTC"
    assert variables["_X_AMZN_TRACE_ID"].startswith("Root=1-")
    assert "/opt/nodejs/node20/node_modules" in variables["NODE_PATH"]
    assert not {"LC_CTYPE", "PYTHONPATH", "PETRI_PORT", "VIRTUAL_ENV"} & variables.keys()


def test_what_is_thrown_d49_d51(node: Node) -> None:
    source = "exports.handler = async () => { class Bad extends Error {}; throw new TypeError('no good'); };"
    error, log = node.run(source)
    assert list(error) == ["errorType", "errorMessage", "trace"]
    assert (error["errorType"], error["errorMessage"]) == ("TypeError", "no good")
    assert error["trace"][0] == "TypeError: no good"
    assert "index.js:1" in error["trace"][1]
    assert re.search(rf'^{TIME}\t{REQUEST_ID}\tERROR\tInvoke Error \t{{"errorType":"TypeError"', log, re.M)


@pytest.mark.parametrize(
    ("source", "error_type", "message"),
    [
        ("exports.handler = async () => { throw 'text'; };", "string", "text"),
        ("exports.handler = (e, c, done) => done(new RangeError('far'));", "RangeError", "far"),
        ("exports.other = 1;", "Runtime.HandlerNotFound", "index.handler is undefined or not exported"),
        ("require('./nothing');", "Runtime.ImportModuleError", "Error: Cannot find module './nothing'"),
        ("exports.handler = async ( => 1;", "Runtime.UserCodeSyntaxError", "SyntaxError"),
    ],
)
def test_errors(node: Node, source: str, error_type: str, message: str) -> None:
    error, _ = node.run(source)
    assert error["errorType"] == error_type
    assert message in error["errorMessage"]


def test_a_promise_that_nobody_handles(node: Node) -> None:
    source = """
exports.handler = (event) => new Promise((resolve) => {
  if (event.bad) Promise.reject(new Error("lost")); else resolve("fine");
});
"""
    name = node.create({"index.js": source})
    error, _ = node.invoke(name, {"bad": True})
    assert (error["errorType"], error["errorMessage"]) == ("Runtime.UnhandledPromiseRejection", "Error: lost")
    assert node.invoke(name, {"bad": False})[0] == "fine"


def test_an_exit_is_an_error_d53(node: Node) -> None:
    error, _ = node.run("exports.handler = async () => process.exit(3);")
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")


def test_the_log_d72_d74(node: Node) -> None:
    _, log = node.run("exports.handler = async () => { console.log('a\\nb', 1); console.error('bad'); };")
    assert re.search(rf"^{TIME}\t{REQUEST_ID}\tINFO\ta\nb 1$", log, re.M)
    assert re.search(rf"^{TIME}\t{REQUEST_ID}\tERROR\tbad$", log, re.M)


def test_the_log_in_json(node: Node) -> None:
    source = "exports.handler = async () => { console.debug('no'); console.info('yes', 1); };"
    _, log = node.run(source, LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "INFO"})
    (entry,) = [json.loads(line) for line in log.splitlines() if line.startswith('{"timestamp"')]
    assert (entry["level"], entry["message"]) == ("INFO", "yes 1")
    assert re.fullmatch(REQUEST_ID, entry["requestId"])


def test_local_names_mean_this_machine(node: Node, emulator: Emulator) -> None:
    source = """
exports.handler = async (event) => (await fetch(event.url)).status;
"""
    url = f"https://abc.execute-api.localhost.localstack.cloud:{emulator.port}/_localstack/health"
    assert node.run(source, {"url": url})[0] in (200, 404)
