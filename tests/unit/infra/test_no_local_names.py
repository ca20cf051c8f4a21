"""What is deployed, and what deploys it, knows no emulator: on AWS nothing of this machine may be found."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import infra
from infra import package
from infra.application import APPLICATION, DEVELOPMENT_ORIGINS, LAMBDAS

if TYPE_CHECKING:
    from infra.application import Function

LOCAL = re.compile(
    r"localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|4566|localstack|000000000000|_aws/|_petri|AWS_ENDPOINT_URL|endpoint_url"
    r"|PETRI_",
    re.IGNORECASE,
)
# Where web pages come from while they are developed, which may be on this machine when their API is on AWS. And what to
# look at when nothing answers.
PAGES = f'DEVELOPMENT_ORIGINS = "{DEVELOPMENT_ORIGINS}"'
ADVICE = """return f"Nothing answers at {error.kwargs['endpoint_url']}. Check the network and AWS_ENDPOINT_URL.\""""
# Where a client really sends its requests: whether that is AWS itself.
QUESTION = 'host = urlsplit(self.client("sts").meta.endpoint_url).hostname or ""'
# The one thing that a function is told at run time: the management API of the stage that called it.
GIVEN = "endpoint_url=endpoint,"


def local_names(text: str) -> list[str]:
    """The lines that name something local."""
    return [line.strip() for line in text.splitlines() if LOCAL.search(line)]


def test_provisioning_names_nothing_local() -> None:
    (folder,) = infra.__path__
    found = {path.name: names for path in Path(folder).rglob("*.py") if (names := local_names(path.read_text()))}
    assert found == {"application.py": [PAGES], "aws.py": [QUESTION], "errors.py": [ADVICE]}


@pytest.mark.parametrize("function", APPLICATION.functions, ids=lambda function: function.name)
def test_a_function_is_deployed_with_nothing_local(function: Function) -> None:
    with zipfile.ZipFile(io.BytesIO(package.build(LAMBDAS, function).archive)) as archive:
        names = archive.namelist()
        found = {name: lines for name in names if (lines := local_names(archive.read(name).decode()))}
    assert found == {"shared/management_api.py": [GIVEN]}
    assert all(name.endswith(".py") for name in names)


def test_no_code_of_functions_asks_where_it_runs() -> None:
    for path in LAMBDAS.rglob("*.py"):
        assert local_names(path.read_text()) in ([], [GIVEN]), path
