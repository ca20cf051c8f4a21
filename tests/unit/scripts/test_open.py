from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.errors import PetriError
from scripts.open import Page, address
from scripts.state_folder import StateFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("page", list(Page))
def test_what_does_not_run_is_said_with_what_to_do(page: Page, tmp_path: Path) -> None:
    with pytest.raises(PetriError, match="petri up"):
        address(page, StateFolder(tmp_path))
