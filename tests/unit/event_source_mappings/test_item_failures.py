from __future__ import annotations

import json

import pytest

from emulator.event_source_mappings.item_failures import first_failure

BATCH = ["1", "2", "3"]


@pytest.mark.parametrize("result", ["", "null", "[]", "{}", '""', "0", '{"batchItemFailures": []}', '{"other": 1}'])
def test_nothing_named_is_success_d27(result: str) -> None:
    assert first_failure(result.encode(), BATCH) is None


@pytest.mark.parametrize(
    "failures",
    [
        [{"itemIdentifier": ""}],
        [{"itemIdentifier": None}],
        [{"itemIdentifier": 2}],
        [{"itemIdentifier": "4"}],
        [{"itemIdentifier": ["2"]}],
        [{"itemIdentifier": "2"}, {"itemIdentifier": "4"}],
        [{"foo": "2"}],
        ["2"],
        "2",
        {"itemIdentifier": "2"},
    ],
)
def test_what_is_not_in_the_batch_fails_all_of_it_d28(failures: object) -> None:
    assert first_failure(json.dumps({"batchItemFailures": failures}).encode(), BATCH) == 0


@pytest.mark.parametrize("result", ['"text"', "[1]", "1", "no JSON"])
def test_another_form_fails_all_of_it(result: str) -> None:
    assert first_failure(result.encode(), BATCH) == 0


def test_the_first_of_several_counts_d26() -> None:
    failures = [{"itemIdentifier": "3"}, {"itemIdentifier": "2"}]
    assert first_failure(json.dumps({"batchItemFailures": failures}).encode(), BATCH) == 1
