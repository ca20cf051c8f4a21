"""Which records pass a filter: rows D42 to D45 (D11, D41 and D46 are beside)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conformance.event_source_mappings.application import Application, Inbox, Item, wait_until

# A record that passes in any case, so that it is known when all have been looked at.
LAST = {"dynamodb": {"Keys": {"sortKey": {"S": ["last"]}}}}


def new_image(condition: Any) -> dict[str, Any]:
    """A pattern for the attribute ``k`` of an item."""
    return {"dynamodb": {"NewImage": {"k": condition}}}


def passed(application: Application, inbox: Inbox, pattern: Any, items: dict[str, Any]) -> list[str]:
    """The names of the items that pass a pattern."""
    text = pattern if isinstance(pattern, str) else json.dumps(pattern)
    for key, attributes in items.items():
        application.put(key, **attributes)
    application.put("last")
    application.map("TRIM_HORIZON", FilterCriteria={"Filters": [{"Pattern": text}, {"Pattern": json.dumps(LAST)}]})
    wait_until(lambda: inbox.received()[-1:] == ["last"])
    return inbox.received()[:-1]


ITEMS: dict[str, dict[str, Item]] = {"v": {"k": {"S": "v"}}, "other": {"k": {"S": "w"}}, "without": {}}


def test_the_type_is_part_of_the_path_d42(application: Application, inbox: Inbox) -> None:
    assert passed(application, inbox, new_image({"S": ["v"]}), ITEMS) == ["v"]


def test_without_the_type_nothing_passes_d42(application: Application, inbox: Inbox) -> None:
    assert passed(application, inbox, new_image(["v"]), ITEMS) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # k itself is no leaf: it exists for none.
        ([{"exists": False}], ["v", "other", "without"]),
        ([{"exists": True}], []),
        ({"S": [{"exists": True}]}, ["v", "other"]),
        ({"S": [{"exists": False}]}, ["without"]),
    ],
)
def test_only_leaves_exist_d43(application: Application, inbox: Inbox, condition: Any, expected: list[str]) -> None:
    assert passed(application, inbox, new_image(condition), ITEMS) == expected


NUMBERS: dict[str, dict[str, Item]] = {"42": {"k": {"N": "42"}}, "101": {"k": {"N": "101"}}}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (new_image({"N": [{"numeric": [">", 0]}]}), []),
        (new_image({"N": [42]}), []),
        (new_image({"N": ["42"]}), ["42"]),
        (new_image({"N": [{"numeric": [">", 100]}, {"anything-but": "101"}]}), ["42"]),
        ({"dynamodb": {"ApproximateCreationDateTime": [{"numeric": [">", 0]}]}}, ["42", "101"]),
        ({"dynamodb": {"SizeBytes": [{"numeric": [">", 0, "<=", 1000]}]}}, ["42", "101"]),
    ],
)
def test_number_attributes_are_text_d44(
    application: Application, inbox: Inbox, pattern: Any, expected: list[str]
) -> None:
    assert passed(application, inbox, pattern, NUMBERS) == expected


TEXTS: dict[str, dict[str, Item]] = {
    "empty": {"k": {"S": ""}},
    "Text": {"k": {"S": "Text"}, "other": {"BOOL": True}},
    "text": {"k": {"S": "text"}},
    "nothing": {"k": {"NULL": True}},
    "without": {},
}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (new_image({"S": [None]}), []),
        (new_image({"NULL": [True]}), ["nothing"]),
        (new_image({"S": [""]}), ["empty"]),
        (new_image({"S": ["text", ""]}), ["empty", "text"]),
        (new_image({"S": [{"anything-but": "text"}]}), ["empty", "Text"]),
        (new_image({"S": [{"anything-but": ["text", ""]}]}), ["Text"]),
        (new_image({"S": [{"anything-but": {"prefix": "T"}}]}), ["empty", "text"]),
        (new_image({"S": [{"prefix": "te"}]}), ["text"]),
        (new_image({"S": [{"suffix": "ext"}]}), ["Text", "text"]),
        (new_image({"S": [{"equals-ignore-case": "TEXT"}]}), ["Text", "text"]),
        ({"dynamodb": {"NewImage": {"$or": [{"k": {"S": [""]}}, {"other": {"BOOL": [True]}}]}}}, ["empty", "Text"]),
        ('{"dynamodb": {"NewImage": {"k": {"S": ["text"], "S": [""]}}}}', ["empty"]),
        ({"eventName": ["INSERT"], "eventSource": ["aws:dynamodb"]}, list(TEXTS)),
    ],
)
def test_operators_d45(application: Application, inbox: Inbox, pattern: Any, expected: list[str]) -> None:
    assert passed(application, inbox, pattern, TEXTS) == expected
