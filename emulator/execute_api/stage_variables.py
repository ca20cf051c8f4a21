"""Stage variables in URIs, ARNs and role names (row B83)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


def resolve(text: str, variables: Mapping[str, str]) -> str:
    """``text`` with its ``${stageVariables.name}``; one that the stage does not have is empty."""
    return _VARIABLE.sub(lambda match: variables.get(match[1], ""), text)
