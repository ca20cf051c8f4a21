"""The errors of API Gateway's control plane, in AWS's words where those are known."""

from __future__ import annotations

import json

from localstack.aws.api import ServiceException
from localstack.http import Response


class BadRequestException(ServiceException):
    """400: the request contradicts the API's rules."""

    code = "BadRequestException"
    status_code = 400
    sender_fault = False


class NotFoundException(ServiceException):
    """404: the request names a resource that does not exist."""

    code = "NotFoundException"
    status_code = 404
    sender_fault = False


class ConflictException(ServiceException):
    """409: the request contradicts another resource."""

    code = "ConflictException"
    status_code = 409
    sender_fault = False


def not_found(resource: str, identifier: str) -> NotFoundException:
    """The 404 of a resource below an API: ``Invalid Route identifier specified a1b2c3d``."""
    return NotFoundException(f"Invalid {resource} identifier specified {identifier}")


def error_response(error: ServiceException, request_id: str) -> Response:
    """The error on the wire as API Gateway writes it: the type in a header, the body with nothing but the message.

    LocalStack's own serializer adds a ``__type`` member to the body.
    """
    return Response(
        json.dumps({"message": error.message}),
        status=error.status_code,
        content_type="application/json",
        headers={"x-amzn-ErrorType": error.code, "x-amzn-RequestId": request_id},
    )
