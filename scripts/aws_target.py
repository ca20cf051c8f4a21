"""``--target aws``: whose account is meant, where, and whether they really want it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.errors import PetriError
from scripts.suggestions import did_you_mean

if TYPE_CHECKING:
    import boto3

_SECONDS_TO_CONNECT = 10
_EXPIRED = ("ExpiredToken", "ExpiredTokenException", "RequestExpired")
_REFUSED = (
    "AuthFailure",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
)


class Target(StrEnum):
    """Where the application is deployed to."""

    LOCAL = "local"
    """the emulator, or what AWS_ENDPOINT_URL names"""
    AWS = "aws"


TargetOption = Annotated[Target, typer.Option("--target", help="On this machine, or in an AWS account.")]
ProfileOption = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="With --target aws: the AWS profile to use.")
]
RegionOption = Annotated[
    str | None, typer.Option("--region", metavar="REGION", help="With --target aws: another region than the profile's.")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="With --target aws: do not ask.")]


@dataclass(frozen=True)
class AwsAccount:
    """An account and region, and who we are there."""

    session: boto3.Session
    profile: str
    id: str
    """twelve digits"""
    region: str
    caller: str
    """the ARN of the user or role"""
    endpoint: str | None
    """where it is instead, when the profile names an ``endpoint_url``"""

    def __str__(self) -> str:
        where = f" at {self.endpoint}" if self.endpoint else ""
        return f"AWS account {self.id}, region {self.region}{where}, as {self.caller} (profile {self.profile})"

    def described(self) -> dict[str, str | None]:
        """For scripts."""
        return {
            "id": self.id,
            "region": self.region,
            "caller": self.caller,
            "profile": self.profile,
            "endpoint": self.endpoint,
        }


def only_for_aws(target: Target, profile: str | None, region: str | None) -> None:
    """Raise PetriError if what is said about AWS would be ignored."""
    for option, value in (("--profile", profile), ("--region", region)):
        if target is Target.LOCAL and value:
            raise PetriError(f"{option} {value} is about AWS, but the target is this machine: add --target aws.")


def connect(profile: str | None, region: str | None) -> AwsAccount:
    """Find out whose account a profile opens. Raises PetriError."""
    if misleading := sorted(name for name in os.environ if name.startswith("AWS_ENDPOINT_URL")):
        raise PetriError(
            f"{misleading[0]} is {os.environ[misleading[0]]}, which is not AWS: unset it (an endpoint_url in the "
            "profile is followed)."
        )
    import boto3

    profiles = _profiles()
    if not profile:
        there = f"You have: {', '.join(profiles)}." if profiles else "You have none yet: `aws configure`."
        raise PetriError(f"Which account on AWS? Name one of your AWS profiles with --profile NAME. {there}")
    if profile not in profiles:
        raise PetriError(
            f"There is no AWS profile {profile}. {did_you_mean(profile, profiles) if profiles else ''} "
            f"Make it with `aws configure --profile {profile}`.".replace("  ", " ")
        )
    session = boto3.Session(profile_name=profile, region_name=region)
    if not session.region_name:
        raise PetriError(f"Profile {profile} names no region: add one, such as --region eu-west-1.")
    return _identify(session, profile)


def require_consent(*, yes: bool, as_json: bool) -> None:
    """Raise PetriError where the question would be asked of nobody."""
    if not yes and (as_json or not sys.stdin.isatty()):
        raise PetriError("This changes an AWS account, and there is nobody to ask: add --yes.")


def _profiles() -> list[str]:
    # boto3 makes no session, not even to list profiles, while AWS_PROFILE names one that is not there.
    from botocore.session import Session

    return list(Session(profile="default").available_profiles)


def _identify(session: boto3.Session, profile: str) -> AwsAccount:
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    region = str(session.region_name)
    config = Config(connect_timeout=_SECONDS_TO_CONNECT, retries={"mode": "standard", "total_max_attempts": 2})
    try:
        client = session.client("sts", config=config)
        identity = client.get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        raise PetriError(_explain(error, session, profile)) from error
    endpoint = client.meta.endpoint_url
    return AwsAccount(
        session,
        profile,
        id=identity["Account"],
        region=region,
        caller=identity["Arn"],
        endpoint=None if ".amazonaws.com" in endpoint else endpoint,
    )


def _explain(error: Exception, session: boto3.Session, profile: str) -> str:
    from botocore.exceptions import (
        ClientError,
        CredentialRetrievalError,
        EndpointConnectionError,
        InvalidRegionError,
        NoCredentialsError,
        SSOError,
        TokenRetrievalError,
    )

    from infra.errors import explain

    match error:
        case EndpointConnectionError():
            regions = session.get_available_regions("lambda")
            wrong = session.region_name not in regions
            advice = f" {did_you_mean(str(session.region_name), regions)}" if wrong else ""
            return f"Nothing answers at {error.kwargs['endpoint_url']}. Check the network and the region.{advice}"
        case InvalidRegionError():
            return f"{session.region_name} is no region of AWS: name one such as --region eu-west-1."
        case NoCredentialsError():
            return f"Profile {profile} has no credentials: `aws configure --profile {profile}`."
        case SSOError() | TokenRetrievalError() | CredentialRetrievalError():
            return f"Profile {profile} is not logged in ({error}): `aws sso login --profile {profile}`."
        case ClientError() if (code := error.response["Error"]["Code"]) in _EXPIRED:
            return f"The credentials of profile {profile} have expired ({code}): log in again, or get new ones."
        case ClientError() if (code := error.response["Error"]["Code"]) in _REFUSED:
            return f"AWS does not accept the credentials of profile {profile} ({code}): get new ones, and correct it."
        case _:
            return explain(error)  # type: ignore[arg-type]
