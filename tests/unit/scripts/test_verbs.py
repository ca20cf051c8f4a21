"""The list of verbs, which is read without importing them, says what they say themselves."""

from __future__ import annotations

import importlib

import pytest

from scripts.verbs import VERBS


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_described_as_it_describes_itself(name: str) -> None:
    verb = VERBS[name]
    function = getattr(importlib.import_module(f"scripts.{verb.module}"), name)
    assert (function.__doc__ or "").strip().splitlines()[0] == verb.summary


@pytest.mark.parametrize("name", VERBS)
def test_examples_are_of_the_verb(name: str) -> None:
    assert VERBS[name].examples
    assert all(f"{example} ".startswith(f"petri {name} ") for example in VERBS[name].examples)
