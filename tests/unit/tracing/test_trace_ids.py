from __future__ import annotations

import pytest

from emulator.tracing.trace_ids import new_span_id, parent_of, root_of, with_parent

ROOT = "1-5759e988-bd862e3fe1be46a994272793"


@pytest.mark.parametrize(
    ("header", "root", "parent"),
    [
        (f"Root={ROOT}", ROOT, None),
        (f"Root={ROOT};Parent=557abcec3ee5a047;Sampled=1", ROOT, "557abcec3ee5a047"),
        (f"Self=1-6; Root={ROOT}; Parent=1", ROOT, "1"),
        ("Parent=1", None, "1"),
        ("", None, None),
        ("nonsense", None, None),
    ],
)
def test_parts(header: str, root: str | None, parent: str | None) -> None:
    assert (root_of(header), parent_of(header)) == (root, parent)


def test_a_span_takes_the_place_of_the_one_before() -> None:
    span_id = new_span_id()
    assert with_parent(f"Root={ROOT};Parent=1;Sampled=0", span_id) == f"Root={ROOT};Parent={span_id};Sampled=0"
    assert with_parent(f"Root={ROOT}", span_id) == f"Root={ROOT};Parent={span_id}"
