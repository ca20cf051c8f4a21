"""The functions run in the test's process, with the environment that Lambda would give them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.application import LAMBDAS
from tests.unit.lambdas.fake_aws import FakeAws


@pytest.fixture(scope="package")
def _environment() -> Iterator[FakeAws]:
    """Where the functions' modules, which tests import when they run, find their clients' configuration."""
    server = FakeAws()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(LAMBDAS)
        patch.setenv("DYNAMODB_TABLE", "table")
        patch.setenv("AWS_ENDPOINT_URL", server.endpoint)
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield server
    server.close()


@pytest.fixture(autouse=True)
def aws(_environment: FakeAws) -> FakeAws:
    """The AWS that the functions talk to, with nothing in it."""
    _environment.reset()
    return _environment
