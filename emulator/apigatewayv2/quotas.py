"""AWS's quotas (rows A85, B94), enforced so that what is built here also fits there."""

from __future__ import annotations

from collections.abc import Sized

from emulator.apigatewayv2.errors import BadRequestException

ROUTES = 300
INTEGRATIONS = 300
STAGES = 10
STAGE_VARIABLES = 100
TAGS = 50
AUTHORIZERS = 10
AUDIENCES = 50
SCOPES = 10
DOMAIN_NAMES = 120
MAPPING_KEY_LENGTH = 300


def check_domain_names(existing: Sized) -> None:
    """:raises BadRequestException: the account has as many custom domain names in the region as AWS gives"""
    if len(existing) >= DOMAIN_NAMES:
        raise BadRequestException(f"An account may have at most {DOMAIN_NAMES} custom domain names in a region")


def check_room(existing: Sized, limit: int, resources: str) -> None:
    """Refuse one more of ``resources`` (plural, capitalised) when the API has ``limit`` already.

    :raises BadRequestException: in AWS's words, two spaces included
    """
    if len(existing) >= limit:
        raise BadRequestException(
            f"Maximum number of {resources} for this API has been reached.  "
            f"Please contact AWS if you need additional {resources}."
        )
