"""Operations of API Gateway v2 that Petri does not have: they say so, in place of a vague failure.

``docs/api-gateway.md`` lists them for people; a test holds the page, this list and AWS's model together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore import xform_name
from localstack.aws.api import RequestContext, ServiceException, handler
from localstack.http import Response

from emulator.apigatewayv2.errors import error_response

NOT_OFFERED = {
    "VPC links": ("CreateVpcLink", "DeleteVpcLink", "GetVpcLink", "GetVpcLinks", "UpdateVpcLink"),
    "Routing rules": (
        "CreateRoutingRule",
        "DeleteRoutingRule",
        "GetRoutingRule",
        "ListRoutingRules",
        "PutRoutingRule",
    ),
    "Portals": (
        "CreatePortal",
        "DeletePortal",
        "DisablePortal",
        "GetPortal",
        "ListPortals",
        "PreviewPortal",
        "PublishPortal",
        "UpdatePortal",
    ),
    "Portal products": (
        "CreatePortalProduct",
        "DeletePortalProduct",
        "DeletePortalProductSharingPolicy",
        "GetPortalProduct",
        "GetPortalProductSharingPolicy",
        "ListPortalProducts",
        "PutPortalProductSharingPolicy",
        "UpdatePortalProduct",
    ),
    "Product pages": (
        "CreateProductPage",
        "CreateProductRestEndpointPage",
        "DeleteProductPage",
        "DeleteProductRestEndpointPage",
        "GetProductPage",
        "GetProductRestEndpointPage",
        "ListProductPages",
        "ListProductRestEndpointPages",
        "UpdateProductPage",
        "UpdateProductRestEndpointPage",
    ),
}
"""Operation names by kind of resource."""


class NotOfferedException(ServiceException):
    """501: AWS has this operation, Petri does not. No SDK tries again."""

    code = "NotImplementedException"
    status_code = 501
    sender_fault = False


class NotOfferedOperations:
    """A handler for each operation in ``NOT_OFFERED``."""


def _refusal(name: str, resources: str) -> Callable[..., Response]:
    def refuse(_provider: object, context: RequestContext, _request: Any) -> Response:
        error = NotOfferedException(
            f"Petri does not have {name}: {resources.lower()} of API Gateway are not emulated. "
            "docs/api-gateway.md lists the operations that are"
        )
        context.service_exception = error  # LocalStack's request log names it
        return error_response(error, context.request_id)

    refuse.__name__ = xform_name(name)  # LocalStack looks a handler up by its name
    return handler(name, expand=False)(refuse)


for _resources, _names in NOT_OFFERED.items():
    for _name in _names:
        setattr(NotOfferedOperations, xform_name(_name), _refusal(_name, _resources))
