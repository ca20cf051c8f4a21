"""What metric filters make of log events.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from typing import Any

from emulator.logs.errors import InvalidPatternError
from emulator.logs.json_selectors import SELECTOR, compile_selector
from emulator.logs.operands import number_of
from emulator.logs.patterns import compile_pattern

_BATCH = 1000
"""data that PutMetricData takes at a time"""


def metric_data(
    filters: Iterable[Mapping[str, Any]], log_events: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Namespaces, and data for each, of the events that the filters match. Events have ``timestamp`` in ms."""
    events = list(log_events)
    for metric_filter in filters:
        try:
            matches = compile_pattern(metric_filter.get("filterPattern") or "")
        except InvalidPatternError:
            continue  # kept from before patterns were checked
        matched = [event for event in events if matches(event["message"])]
        for transformation in metric_filter["metricTransformations"]:
            data = [datum for event in matched if (datum := _datum(transformation, event))]
            for batch in batched(data, _BATCH, strict=False):
                yield transformation["metricNamespace"], list(batch)


def _datum(transformation: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Any] | None:
    """None where the event does not have the number that is to be published."""
    value = number_of(_value(str(transformation["metricValue"]), event["message"]) or "")
    if value is None:
        return None
    dimensions = {
        name: text
        for name, selector in (transformation.get("dimensions") or {}).items()
        if (text := _value(selector, event["message"])) is not None
    }
    return {
        "MetricName": transformation["metricName"],
        "Value": value,
        "Timestamp": event["timestamp"] / 1000,
        "Unit": transformation.get("unit") or "None",
        "Dimensions": [{"Name": name, "Value": text} for name, text in dimensions.items()],
    }


def _value(text: str, message: str) -> str | None:
    """A literal, or what a JSON selector points to."""
    if not text.startswith("$"):
        return text
    if not re.fullmatch(SELECTOR, text):
        return None
    try:
        found = compile_selector(text)(json.loads(message))
    except (ValueError, RecursionError):
        return None
    if not found or isinstance(found[0], dict | list | bool) or found[0] is None:
        return None
    return found[0] if isinstance(found[0], str) else json.dumps(found[0])
