"""Values from a document have any type; the control plane expects those of AWS's model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from localstack.aws.spec import load_service

from emulator.apigatewayv2.validation import validate

if TYPE_CHECKING:
    from botocore.model import StructureShape


def check_shape(shape_name: str, members: dict[str, Any]) -> None:
    """Check ``members`` as if they were parameters of a call.

    :param shape_name: an input shape or a structure of botocore's model; its ``ApiId`` need not be there
    :raises BadRequestException: a type, a length, a range or an enumeration is not kept
    """
    shape = cast("StructureShape", load_service("apigatewayv2").shape_for(shape_name))
    validate({**members, "ApiId": "-"} if "ApiId" in shape.members else members, shape)
