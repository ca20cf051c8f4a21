"""Every operation of AWS's model is either offered or refused in so many words, and the page says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from localstack.aws.skeleton import create_dispatch_table
from localstack.aws.spec import load_service

from emulator.apigatewayv2.not_offered import NOT_OFFERED
from emulator.apigatewayv2.provider import ApiGatewayV2Provider

PAGE = Path(__file__).parents[3] / "docs" / "api-gateway.md"

EVERY = set(load_service("apigatewayv2").operation_names)
REFUSED = {name for names in NOT_OFFERED.values() for name in names}


def on_page(section: str) -> list[str]:
    """The operations that a section of the page lists in its table."""
    text = PAGE.read_text().partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return re.findall(r"`([A-Z]\w+)`", "".join(rows))


def test_every_operation_has_a_handler() -> None:
    assert set(create_dispatch_table(ApiGatewayV2Provider())) == EVERY


@pytest.mark.parametrize(("section", "expected"), [("Offered", EVERY - REFUSED), ("Not offered", REFUSED)])
def test_the_page_lists_them(section: str, expected: set[str]) -> None:
    listed = on_page(section)
    assert set(listed) == expected
    assert len(listed) == len(expected)
