"""LoggingConfig with LogFormat JSON: what the function and what Lambda logs, and from which level on."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import eventually, zip_of

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy, DeployedFunction

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")

PYTHON = """
import logging
logger = logging.getLogger("game")
def handler(event, context):
    for level in ("debug", "info", "warning", "error", "critical"):
        getattr(logger, level)("level %s", level)
    logger.info({"nested": [1]}, extra={"player": "ü"})
    print("printed")
    print('{"level": "DEBUG", "message": "printed json"}')
    if event == "raise":
        try:
            1 / 0
        except ZeroDivisionError:
            logger.exception("caught")
        raise ValueError("no")
    if event == "exit":
        import os
        os._exit(1)
"""


def configured(**levels: str) -> dict[str, Any]:
    return {"LoggingConfig": {"LogFormat": "JSON", **levels}}


def all_records(function: DeployedFunction, request_id: str) -> list[Any]:
    """What the log has up to the report of an invocation; what is no JSON stays text."""

    def found() -> list[Any] | None:
        messages = [event["message"] for event in function.log_events('{"time"')]
        reported = any('"platform.report"' in message and request_id in message for message in messages)
        return messages if reported else None

    return [json.loads(message) if message.startswith("{") else message for message in eventually(found) or []]


def test_python(deploy: Deploy) -> None:
    function = deploy(PYTHON, **configured())
    invoked = function.invoke()
    records = all_records(function, invoked.request_id)
    for record in records:
        if isinstance(record, dict):
            assert TIME.fullmatch(record.pop("time" if "type" in record else "timestamp"))
    init_start, start, *own, report = records
    assert init_start["type"] == "platform.initStart"
    assert start == {
        "type": "platform.start",
        "record": {
            "requestId": invoked.request_id,
            "functionArn": f"arn:aws:lambda:eu-west-1:000000000000:function:{function.name}",
            "version": "$LATEST",
        },
    }
    common = {"logger": "game", "requestId": invoked.request_id}
    assert own == [
        {"level": "INFO", "message": "level info", **common},
        {"level": "WARNING", "message": "level warning", **common},
        {"level": "ERROR", "message": "level error", **common},
        {"level": "CRITICAL", "message": "level critical", **common},
        {"level": "INFO", "message": {"nested": [1]}, **common, "player": "ü"},
        "printed\n",
    ]
    assert report["type"] == "platform.report"
    assert report["record"]["requestId"] == invoked.request_id
    assert report["record"]["status"] == "success"
    assert set(report["record"]["metrics"]) == {
        "durationMs",
        "billedDurationMs",
        "memorySizeMB",
        "maxMemoryUsedMB",
        "initDurationMs",
    }
    # The tail of the answer is the same.
    assert json.loads(invoked.log.splitlines()[0])["type"] == "platform.start"
    assert json.loads(invoked.log.splitlines()[-1])["type"] == "platform.report"


@pytest.mark.parametrize(
    ("level", "messages"),
    [
        ("TRACE", ["level debug", "level info", "level warning", "level error", "level critical", "printed json"]),
        ("DEBUG", ["level debug", "level info", "level warning", "level error", "level critical", "printed json"]),
        ("WARN", ["level warning", "level error", "level critical"]),
        ("FATAL", ["level critical"]),
    ],
)
def test_the_application_log_level(deploy: Deploy, level: str, messages: list[str]) -> None:
    function = deploy(PYTHON, **configured(ApplicationLogLevel=level))
    records = all_records(function, function.invoke().request_id)
    texts = [record["message"] for record in records if isinstance(record, dict) and "message" in record]
    assert [text for text in texts if isinstance(text, str)] == messages
    assert ("printed\n" in records) == (level in ("TRACE", "DEBUG"))


def test_errors_of_python(deploy: Deploy) -> None:
    function = deploy(PYTHON, **configured(ApplicationLogLevel="ERROR"))
    records = all_records(function, function.invoke("raise").request_id)
    caught, raised = [record for record in records if isinstance(record, dict) and "errorType" in record]
    assert (caught["message"], caught["errorType"], caught["errorMessage"]) == (
        "caught",
        "ZeroDivisionError",
        "division by zero",
    )
    assert caught["location"].endswith("handler.py:handler:14")
    assert (raised["level"], raised["errorType"], raised["errorMessage"]) == ("ERROR", "ValueError", "no")
    assert raised["stackTrace"][-1].endswith('raise ValueError("no")\n')


def test_the_system_log_level(deploy: Deploy) -> None:
    """And how an invocation failed."""
    function = deploy(PYTHON, **configured(SystemLogLevel="DEBUG", ApplicationLogLevel="FATAL"))
    records = all_records(function, function.invoke("exit").request_id)
    kinds = [record["type"].removeprefix("platform.") for record in records if "type" in record]
    assert kinds == ["initStart", "initRuntimeDone", "initReport", "start", "runtimeDone", "report"]
    assert records[-1]["record"]["status"] == "error"
    assert records[-1]["record"]["errorType"] == "Runtime.ExitError"

    function = deploy(PYTHON, **configured(SystemLogLevel="WARN", ApplicationLogLevel="FATAL"))
    function.invoke()
    records = all_records(function, function.invoke("exit").request_id)
    kinds = [record["type"].removeprefix("platform.") for record in records if "type" in record]
    assert kinds == ["runtimeDone", "report"]


def test_the_format_can_be_changed(deploy: Deploy) -> None:
    function = deploy("def handler(event, context):\n    pass\n")
    assert function.invoke().log.startswith("START")
    function.client.update_function_configuration(FunctionName=function.name, LoggingConfig={"LogFormat": "JSON"})
    function.wait()
    assert json.loads(function.invoke().log.splitlines()[0])["type"] == "platform.start"


NODE = """
exports.handler = async (event) => {
  console.debug("debug");
  console.log("text %s", 1);
  console.info({ nested: [1] });
  console.warn("with error", new RangeError("far"));
  console.error(new TypeError("wrong"));
  if (event === "throw") throw new SyntaxError("oh");
};
"""


def test_node(deploy: Deploy) -> None:
    node = {"Runtime": "nodejs22.x", "Handler": "index.handler", "Code": {"ZipFile": zip_of(NODE, "index.js")}}
    function = deploy("", **configured(), **node)
    invoked = function.invoke("throw")
    records = all_records(function, invoked.request_id)
    own = [record for record in records if "level" in record]
    for record in own:
        assert list(record)[:3] == ["timestamp", "level", "requestId"]
        assert TIME.fullmatch(record.pop("timestamp"))
        assert record.pop("requestId") == invoked.request_id
    text, nested, with_error, error, thrown = own
    assert text == {"level": "INFO", "message": "text 1"}
    assert nested == {"level": "INFO", "message": {"nested": [1]}}
    assert with_error["message"].startswith("with error RangeError: far")
    assert (with_error["errorType"], with_error["errorMessage"]) == ("RangeError", "far")
    assert with_error["stackTrace"][0] == "RangeError: far"
    for record, name, message in ((error, "TypeError", "wrong"), (thrown, "SyntaxError", "oh")):
        assert record["level"] == "ERROR"
        assert list(record["message"]) == ["errorType", "errorMessage", "stackTrace"]
        assert (record["message"]["errorType"], record["message"]["errorMessage"]) == (name, message)
