"""AWS refuses for some seconds what depends on what was just made; a deployment waits, and goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.aws_target.impatient_account import ImpatientAccount
from tests.aws_target.inventory import inventory

if TYPE_CHECKING:
    from pathlib import Path

    from tests.aws_target.account import Account

# The first of them may have to install what it needs.
pytestmark = pytest.mark.timeout(300)


def test_what_spreads_is_waited_for(moto: Account, tmp_path: Path) -> None:
    with ImpatientAccount(moto) as impatient:
        account = replace(moto, endpoint=impatient.url, home=tmp_path)
        account.write_profile()
        changes, _ = account.changes("deploy")
        assert len(changes) == 47
        assert impatient.seen["pending"] == 7
        # Each of 7 functions: its role twice, its key three times; then it was pending. A mapping once, 2 APIs twice.
        hitches = 7 + 7 * (2 + 3) + 1 + 2 * 2
        assert sum(impatient.seen.values()) == hitches
        removed, _ = account.changes("remove")
        assert len(removed) == 26
        # Each of 2 APIs once.
        assert sum(impatient.seen.values()) == hitches + 2
    assert inventory(moto) == []
