"""What all unit tests share."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Property-based tests try the same examples on every machine, however slow it is, and write nothing.
settings.register_profile(
    "petri", deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
# To look for new ones: PETRI_TEST_PROFILE=search .venv/bin/python -m pytest tests/unit -k properties
settings.register_profile("search", settings.get_profile("petri"), derandomize=False, max_examples=500)
settings.load_profile(os.environ.get("PETRI_TEST_PROFILE", "petri"))
