from __future__ import annotations

from infra.report import Difference, differences


def test_what_aws_adds_and_the_order_of_lists_do_not_matter() -> None:
    current = {"Name": "api", "Cors": {"AllowMethods": ["GET", "POST"], "MaxAge": 0}, "CreatedDate": "now"}
    assert differences(current, {"Name": "api", "Cors": {"AllowMethods": ["POST", "GET"]}}) == ()


def test_what_is_missing_or_other_is_a_difference() -> None:
    assert differences({"Timeout": 6}, {"Timeout": 9, "Handler": "x"}) == (
        Difference("Timeout", 6, 9),
        Difference("Handler", None, "x"),
    )
