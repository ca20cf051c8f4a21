"""An account as ``petri --target aws`` sees it: a profile with credentials, and an API that others have written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from infra import stack
from infra.application import APPLICATION
from tests.conftest import REGION

PETRI = Path(sys.executable).with_name("petri")
PROFILE = "elsewhere"
KEY = "test"


@dataclass
class Account:
    """What answers at ``endpoint``, which only the profile in ``home`` knows."""

    name: str
    endpoint: str
    home: Path
    """has the AWS configuration files"""

    def write_profile(self) -> None:
        """Make the profile."""
        write_profiles(self.home, {PROFILE: profile_of(self.endpoint)})

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run ``petri`` with the profile in place, and nothing else that says where AWS is."""
        return run_petri(self.home, *arguments, stdin=stdin)

    def petri(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a verb on the account, which has to succeed."""
        done = self.run(verb, "--target", "aws", "--profile", PROFILE, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def changes(self, verb: str) -> tuple[list[str], dict[str, Any]]:
        """Run a verb that changes the account; returns what it did, sorted, and the whole answer."""
        answer = json.loads(self.petri(verb, "--yes", "--json").stdout)
        return sorted(f"{each['action']} {each['kind']} {each['name']}" for each in answer["changes"]), answer

    def clear(self) -> None:
        """Remove the stack, to be done with it."""
        stack.remove(self.session, lambda _change: None, APPLICATION.in_shared_account())

    def client(self, service: str) -> Any:
        """A boto3 client, to look for oneself."""
        return _client(self.session, service)

    @cached_property
    def session(self) -> boto3.Session:
        """A session of the profile."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_CONFIG_FILE", str(self.home / "config"))
            session = boto3.Session(profile_name=PROFILE)
            assert session.get_credentials()
        return session


@cache
def _client(session: Any, service: str) -> Any:
    return session.client(service, config=Config(retries={"total_max_attempts": 2}))


def profile_of(endpoint: str, *, region: str = REGION) -> dict[str, str]:
    """A profile that opens what answers at ``endpoint``."""
    return {"region": region, "endpoint_url": endpoint, "aws_access_key_id": KEY, "aws_secret_access_key": KEY}


def write_profiles(home: Path, profiles: dict[str, dict[str, str]]) -> None:
    """The AWS configuration file in ``home``."""
    sections = (
        "\n".join([f"[profile {name}]", *(f"{key} = {value}" for key, value in settings.items())])
        for name, settings in profiles.items()
    )
    (home / "config").write_text("\n\n".join(sections) + "\n")


def environment(home: Path) -> dict[str, str]:
    """Without what this shell says about AWS; what is said about credentials elsewhere has to lose."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PETRI_"))}
    return inherited | {
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "of-another-account",
        "AWS_SECRET_ACCESS_KEY": "of-another-account",
        "COLUMNS": "80",
    }


def run_petri(home: Path, *arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``petri`` with the AWS configuration in ``home``."""
    return subprocess.run(
        [PETRI, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=90,
        env=environment(home) | variables,
        check=False,
    )
