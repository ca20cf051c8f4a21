"""Which account is meant: what is said of profiles that will not do, and who is asked before anything changes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.aws_target.account import PETRI, PROFILE, environment, profile_of, run_petri, write_profiles
from tests.aws_target.inventory import inventory
from tests.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.aws_target.account import Account

# The first of them may have to install what it needs.
pytestmark = pytest.mark.timeout(300)

KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
TARGET = ("--target", "aws", "--profile")


def refused(home: Path, *arguments: str, **variables: str) -> str:
    """The one sentence with which a command refuses."""
    done = run_petri(home, *arguments, **variables)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr.strip()


@pytest.fixture
def clean(moto: Account) -> Iterator[None]:
    """Whatever fails, the next test finds an empty account."""
    yield
    moto.clear()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """AWS configuration with profiles that lack something."""
    nobody = f"http://127.0.0.1:{free_port()}"
    write_profiles(
        tmp_path,
        {
            "whole": profile_of(nobody),
            "no-region": KEYS,
            "no-keys": {"region": "eu-west-1", "endpoint_url": nobody},
            "half-a-key": {"region": "eu-west-1", "aws_access_key_id": "test"},
            "not-logged-in": {
                "region": "eu-west-1",
                "sso_start_url": "https://example.com/start",
                "sso_region": "eu-west-1",
                "sso_account_id": "123456789012",
                "sso_role_name": "developer",
            },
        },
    )
    return tmp_path


def test_a_profile_has_to_be_named(home: Path) -> None:
    sentence = refused(home, "diff", "--target", "aws")
    assert sentence.startswith("Which account on AWS? Name one of your AWS profiles with --profile NAME. You have: ")
    assert "no-region" in sentence
    (home / "config").unlink()
    assert refused(home, "diff", "--target", "aws").endswith("You have none yet: `aws configure`.")


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("whol", "There is no AWS profile whol. Did you mean whole? Make it with `aws configure --profile whol`."),
        ("no-region", "Profile no-region names no region: add one, such as --region eu-west-1."),
        ("no-keys", "Profile no-keys has no credentials: `aws configure --profile no-keys`."),
        ("half-a-key", "The AWS credentials are not complete: aws_secret_access_key is missing."),
        ("not-logged-in", "`aws sso login --profile not-logged-in`."),
        ("whole", "Check the network and the region."),
    ],
)
def test_a_profile_that_will_not_do(home: Path, profile: str, expected: str) -> None:
    assert expected in refused(home, "diff", *TARGET, profile)


def test_a_profile_of_the_environment_that_is_not_there(home: Path) -> None:
    assert "no AWS profile x." in refused(home, "diff", *TARGET, "x", AWS_PROFILE="gone")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ExpiredToken", "The credentials of profile whole have expired (ExpiredToken): log in again"),
        ("InvalidClientTokenId", "AWS does not accept the credentials of profile whole (InvalidClientTokenId)"),
    ],
)
def test_credentials_that_aws_refuses(home: Path, code: str, expected: str) -> None:
    with refusing(code) as url:
        write_profiles(home, {"whole": profile_of(url)})
        assert expected in refused(home, "remove", "--yes", *TARGET, "whole")


@contextmanager
def refusing(code: str) -> Iterator[str]:
    """An STS that refuses everybody; gives its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>No.</Message></Error>"
            body = f"<ErrorResponse>{error}</ErrorResponse>"
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_would_lead_elsewhere(home: Path) -> None:
    endpoint = "http://localhost:4566"
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
        sentence = refused(home, "deploy", "--yes", *TARGET, "whole", **{name: endpoint})
        assert sentence.startswith(f"{name} is {endpoint}, which is not AWS: unset it")


@pytest.mark.parametrize("verb", ["deploy", "diff", "remove"])
def test_a_profile_without_the_target(home: Path, verb: str) -> None:
    """It would be ignored, and the emulator's stack deployed or deleted instead."""
    expected = "--profile whole is about AWS, but the target is this machine: add --target aws."
    assert refused(home, verb, "--profile", "whole") == expected


@pytest.mark.parametrize("verb", ["deploy", "remove"])
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["nobody", "json"])
def test_nobody_to_ask(home: Path, verb: str, options: tuple[str, ...]) -> None:
    said = refused(home, verb, *TARGET, "whole", *options)
    expected = "This changes an AWS account, and there is nobody to ask: add --yes."
    assert (json.loads(said)["error"]["message"] if options else said) == expected


def test_somebody_is_asked(moto: Account, clean: None) -> None:
    assert inventory(moto) == []
    declined = at_a_terminal(moto, "deploy", answer="n")
    assert "AWS account 123456789012, region eu-west-1 at http://127.0.0.1:" in declined
    assert "create    table dojo-serverless-table" in declined
    assert "47 to create." in declined
    assert "Deploy to account 123456789012 in eu-west-1? [y/N]" in declined
    assert inventory(moto) == []

    assert "47 created." in at_a_terminal(moto, "deploy", answer="y")
    # Nothing would change: nothing is asked.
    again = at_a_terminal(moto, "deploy")
    assert "Nothing to change (47 checked)." in again
    assert ".execute-api.eu-west-1.amazonaws.com/dev" in again

    before = inventory(moto)
    declined = at_a_terminal(moto, "remove", answer="n")
    assert "delete    table dojo-serverless-table" in declined
    assert "26 to delete." in declined
    assert "Delete this, with all data, from account 123456789012 in eu-west-1? [y/N]" in declined
    assert inventory(moto) == before

    assert "26 deleted." in at_a_terminal(moto, "remove", answer="y")
    assert inventory(moto) == []


def at_a_terminal(account: Account, verb: str, *, answer: str = "") -> str:
    """Run a verb as a person does, who gives one answer; returns what the terminal shows."""
    ours, theirs = pty.openpty()
    command: list[str | Path] = [PETRI, verb, *TARGET, PROFILE]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(account.home) | {"NO_COLOR": "1"}
    )
    os.close(theirs)
    shown = b""
    # Linux answers with an error once nobody has the other end any more.
    with suppress(OSError):
        while content := os.read(ours, 65536):
            shown += content
            if answer and b"[y/N]" in shown:
                os.write(ours, f"{answer}\n".encode())
                answer = ""
    os.close(ours)
    assert process.wait(30) == (1 if b"Aborted" in shown else 0)
    return shown.decode()
