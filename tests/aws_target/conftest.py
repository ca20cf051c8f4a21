"""Two implementations of AWS with nothing of ours in them: MiniStack, which runs functions and asks roles; and moto."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.setup.errors import SetupError
from tests.aws_target import packages
from tests.aws_target.account import KEY, Account
from tests.aws_target.server import running
from tests.aws_target.tls_front import TlsFront
from tests.conftest import REGION, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAIN = f"{REGION}.amazonaws.com"
"""MiniStack calls its APIs as AWS does: ``{id}.execute-api.eu-west-1.amazonaws.com``."""


@pytest.fixture(scope="package", autouse=True)
def no_endpoint_of_others() -> Iterator[None]:
    """Accounts are named by their profiles; what other tests have left in the environment would win over these."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def _installed() -> None:
    """The packages, from the registry once; without a network, and outside CI, the tests are skipped."""
    step = packages.Packages()
    if step.is_done():
        return
    try:
        step.run(lambda _doing: None)
    except SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"MiniStack and moto are not installed, and cannot be: {error}")


@pytest.fixture(scope="session")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsFront]:
    """What answers to AWS's names of APIs, with TLS."""
    with TlsFront(f"*.execute-api.{DOMAIN}", tmp_path_factory.mktemp("tls")) as front:
        yield front


@pytest.fixture(scope="session")
def ministack(_installed: None, front: TlsFront, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """MiniStack, with IAM in force. Its functions reach the names of APIs through the front, and nothing else."""
    home, port = tmp_path_factory.mktemp("ministack"), free_port()
    front.upstream = ("127.0.0.1", port)
    settings = {
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
        "AWS_CA_BUNDLE": str(front.authority),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "HTTPS_PROXY": front.url,
        "MINISTACK_HOST": DOMAIN,
        "TMPDIR": str(home),
    }
    with running([packages.program("ministack")], settings, home, port):
        account = Account("ministack", f"http://127.0.0.1:{port}", home)
        account.write_profile()
        yield account


@pytest.fixture(scope="session")
def moto(_installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """moto's server."""
    home, port = tmp_path_factory.mktemp("moto"), free_port()
    command: list[str | Path] = [packages.program("moto_server"), "--host", "127.0.0.1", "--port", str(port)]
    with running(command, {}, home, port):
        account = Account("moto", f"http://127.0.0.1:{port}", home)
        account.write_profile()
        yield account
