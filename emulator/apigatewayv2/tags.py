"""Tags of APIs, stages and custom domains: GetTags, TagResource, UntagResource."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from localstack.aws.api import RequestContext
from localstack.constants import TAG_KEY_CUSTOM_ID

from emulator.apigatewayv2 import quotas
from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.lookup import api_of, domain_of, stage_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.settings import settings
from emulator.apigatewayv2.store import Api, Domain

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        GetTagsRequestTypeDef,
        StageTypeDef,
        TagResourceRequestTypeDef,
        UntagResourceRequestTypeDef,
    )

# arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4e5, …/apis/a1b2c3d4e5/stages/dev or …/domainnames/example.com; it has no
# account id (row C29).
_ARN = re.compile(
    r"arn:[^:]+:apigateway:[^:]*::/(?:apis/(?P<api_id>[^/]+)(?:/stages/(?P<stage>[^/]+))?|domainnames/(?P<domain>[^/]+))"
)


class Tags(TypedDict):
    """The result of GetTags."""

    Tags: dict[str, str]


class TagOperations:
    """The handlers of the operations on tags."""

    @operation("GetTags")
    def get_tags(self, context: RequestContext, request: GetTagsRequestTypeDef) -> Tags:
        return {"Tags": _tags(context, request["ResourceArn"])}

    @operation("TagResource")
    def tag_resource(self, context: RequestContext, request: TagResourceRequestTypeDef) -> None:
        given = request.get("Tags", {})
        _replace(context, request["ResourceArn"], _tags(context, request["ResourceArn"]) | dict(given))

    @operation("UntagResource")
    def untag_resource(self, context: RequestContext, request: UntagResourceRequestTypeDef) -> None:
        tags = _tags(context, request["ResourceArn"])
        _replace(context, request["ResourceArn"], settings(tags, *request["TagKeys"]))


def check_tags(tags: Mapping[str, str]) -> None:
    """Check all the tags that a resource is to have.

    :raises BadRequestException: more than AWS's quota, or a key that AWS keeps to itself
    """
    if len(tags) > quotas.TAGS:
        raise BadRequestException(f"A resource may have at most {quotas.TAGS} tags")
    for key in tags:
        if key.lower().startswith("aws:"):
            raise BadRequestException("Invalid tag key. Tag keys cannot start with 'aws:' (case insensitive)")
        if not 1 <= len(key) <= 128:
            raise BadRequestException("Invalid tag key. Tag keys have 1 to 128 characters")


def with_custom_id(tags: Mapping[str, str], current: Mapping[str, str]) -> dict[str, str]:
    """``tags`` with the tag that chose the resource's id, if it has one: an id stays when other tags go."""
    return dict(tags) | {key: value for key, value in current.items() if key == TAG_KEY_CUSTOM_ID}


def _tags(context: RequestContext, arn: str) -> dict[str, str]:
    resource, stage = _resource(context, arn)
    return (stage or resource.record).get("Tags", {})


def _replace(context: RequestContext, arn: str, tags: dict[str, str]) -> None:
    check_tags(tags)
    resource, stage = _resource(context, arn)
    if isinstance(resource, Domain):
        resource.record = resource.record | {"Tags": tags}
    elif stage:
        resource.stages[stage["StageName"]] = stage | {"Tags": tags}
    else:
        resource.record = resource.record | {"Tags": tags}


def _resource(context: RequestContext, arn: str) -> tuple[Api | Domain, StageTypeDef | None]:
    match = _ARN.fullmatch(arn)
    if not match:
        raise BadRequestException(
            f"Invalid resource ARN specified {arn}. API Gateway v2 has tags on APIs, stages and domain names"
        )
    if match["domain"]:
        return domain_of(context, match["domain"]), None
    api = api_of(context, match["api_id"])
    return api, stage_of(api, match["stage"]) if match["stage"] else None
