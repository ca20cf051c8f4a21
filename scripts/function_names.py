"""The application's functions by the names people know them by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scripts.errors import PetriError
from scripts.suggestions import did_you_mean

if TYPE_CHECKING:
    from infra.application import Function


def find(name: str) -> Function:
    """A function by its name in the application (``createVirus``) or in the account. Raises PetriError."""
    from infra.application import APPLICATION

    short = name.removeprefix(APPLICATION.resource_name(""))
    for function in APPLICATION.functions:
        if function.name == short:
            return function
    names = [function.name for function in APPLICATION.functions]
    raise PetriError(f"There is no function {name}. {did_you_mean(short, names)}")


def resource_name(name: str) -> str:
    """A function's name in the account. Raises PetriError when the application has no such function."""
    from infra.application import APPLICATION

    return APPLICATION.resource_name(find(name).name)


def complete(incomplete: str) -> Iterator[str]:
    """The names that a shell proposes."""
    from infra.application import APPLICATION

    return (f.name for f in APPLICATION.functions if f.name.startswith(incomplete))
